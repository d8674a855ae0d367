"""Stands in until its owner writes it."""

from flask import Flask


def register(app: Flask) -> None:
    """Nothing yet."""
