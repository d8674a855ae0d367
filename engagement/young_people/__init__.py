"""Stands in until its owner writes it."""

from flask import Blueprint

blueprint = Blueprint("young_people", __name__, template_folder="templates")
