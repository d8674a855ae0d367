"""A consultation to try things out on, and everything it runs on, started by one command."""
