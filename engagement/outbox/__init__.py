"""How mail leaves: one row a message, claimed with a lease, sent once or known to be unknown."""
