"""Days as people write them: in words, or in figures with the day first."""

import re
import time
from datetime import date

FORMS = ("%d %B %Y", "%d %b %Y", "%d %m %Y", "%Y %m %d", "%A %d %B %Y")


def read_day(written: str) -> date | None:
    """The day that is written, such as 2 July 2025, 2/7/2025 or 2025-07-02; None if there is none."""
    plain = re.sub(r"(?i)(?<=\d)(?:st|nd|rd|th)\b|\bof\b|[,/.-]", " ", written)
    for form in FORMS:
        try:
            return date(*time.strptime(" ".join(plain.split()), form)[:3])
        except ValueError:
            continue
    return None
