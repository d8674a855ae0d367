"""The public pages: what is being asked, background to read, and where to get help."""

from engagement.public import files, look, written  # noqa: F401  # their routes belong to the blueprint
from engagement.public.views import blueprint

__all__ = ["blueprint"]
