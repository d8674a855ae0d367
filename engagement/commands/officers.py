"""`flask officers`: the staff who may sign in."""

import secrets
import sys

import click

from engagement.accounts import service
from engagement.accounts.roles import IN_WORDS, Role
from engagement.commands.speaking import Group, note
from engagement.councils import service as councils
from engagement.unit_of_work import unit_of_work

group = Group("officers", help="The staff who may sign in.")


@group.command("create")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--council", required=True, help="The name of the council, made if it is new.")
@click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    default=(Role.ADMINISTRATOR.value, Role.LEAD.value),
    show_default=True,
    help="For all consultations of the council; may be given more than once. "
    + " ".join(f"{role.value}: {does}." for role, (_, does) in IN_WORDS.items()),
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
def create(email: str, name: str, council: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Add an officer. Without --password-stdin a password is made and printed once."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(15)
    with unit_of_work() as session:
        made = service.create(
            session,
            council=councils.called(session, council),
            email=email,
            name=name,
            roles=[Role(role) for role in roles],
            password=password,
        )
        note(session, "officer created", officer=str(made.id), roles=" ".join(roles))
    click.echo(f"{made.email} may sign in at /officers/.")
    if not password_stdin:
        click.echo(f"Password, shown only now: {password}")
