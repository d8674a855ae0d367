"""Previews: every page that the public and respondents get, shown to officers as it would be, with nothing kept."""

from flask import Blueprint

from engagement.previews import views  # noqa: F401  # its routes belong to the officers' blueprint

# It brings its templates only.
blueprint = Blueprint("previews", __name__, template_folder="templates")

__all__ = ["blueprint"]
