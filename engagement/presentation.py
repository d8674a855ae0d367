"""What every template can use: where components come from, dates in words, and the council's name."""

from flask import Flask
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader


def register(app: Flask) -> None:
    """Teach the app's templates the component library and our filters."""
    own = app.jinja_loader
    assert own is not None
    app.jinja_loader = ChoiceLoader(
        [
            own,
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
