"""Stands in until its owner writes it."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)
