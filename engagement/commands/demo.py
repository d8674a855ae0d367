"""`flask demo`: a consultation with fictional people and answers, to try things out on."""

import click
from flask import current_app

from engagement.commands.speaking import Group
from engagement.demo import seed
from engagement.demo.letterbox import Letterbox
from engagement.errors import Refused

group = Group("demo", help="A consultation with fictional people and answers.")


@group.command("load")
def load() -> None:
    """Fill this database with the demo consultation, unless it is there already. Refused in production."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise Refused("The demo is not for production: it would mix made-up answers with real ones.")
    click.echo("The demo is loaded." if seed.load(Letterbox()) else "The demo is there already. Nothing was changed.")
