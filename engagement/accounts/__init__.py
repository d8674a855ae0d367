"""Officers, their roles and their way in."""
