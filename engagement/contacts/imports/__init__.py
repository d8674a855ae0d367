"""Files of contacts: staged, matched, tried out, confirmed, taken in piece by piece."""
