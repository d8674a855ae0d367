"""`flask audit`: whether the trail of who did what is whole."""

import click

from engagement.audit import trail
from engagement.commands.speaking import Group, as_json, report
from engagement.errors import Refused
from engagement.extensions import db

group = Group("audit", help="The trail of who did what.")


@group.command("verify")
@click.option("--expected", type=click.IntRange(min=0), default=0, help="How many entries there were at least.")
@as_json
def verify(expected: int, as_json: bool) -> None:
    """Follow the chain from the first entry; status 1 if an entry was changed or is missing."""
    verdict = trail.verify(db.session(), expected)
    report(
        as_json,
        {"entries": verdict.entries, "intact": verdict.intact, "broken_at": verdict.broken_at},
        [f"{verdict.entries} entries are as they were written."],
    )
    if not verdict.intact:
        raise Refused(f"Entry {verdict.broken_at} was changed or is missing.")
