"""The flask commands, one module a group."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every group to the app's command line."""
