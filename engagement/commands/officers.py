"""`flask officers`: the staff who may sign in."""

import secrets
import sys

import click

from engagement.accounts import service
from engagement.accounts.models import Role
from engagement.commands.speaking import Group, note
from engagement.unit_of_work import unit_of_work

group = Group("officers", help="The staff who may sign in.")


@group.command("create")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that others see.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.OFFICER.value,
    help="data may also download answers.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
def create(email: str, name: str, role: str, password_stdin: bool) -> None:
    """Add an officer. Without --password-stdin a password is made and printed once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(15)
    with unit_of_work() as session:
        made = service.create(session, email=email, name=name, role=Role(role), password=password)
        note(session, "officer created", officer=str(made.id), role=made.role)
    click.echo(f"{made.email} may sign in at /officers/.")
    if not password_stdin:
        click.echo(f"Password, shown only now: {password}")
