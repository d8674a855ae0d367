"""Stands in until its owner writes it."""

from flask import Blueprint

blueprint = Blueprint("officers", __name__, template_folder="templates")
