"""`flask outbox`: how mail stands, and the brake on all of it."""

from dataclasses import asdict
from email.utils import parseaddr

import click
import dns.resolver
from flask import current_app

from engagement.commands.speaking import Group, as_json, note, report
from engagement.correspondence import returns
from engagement.correspondence.postroom import courier_for
from engagement.extensions import clock, db
from engagement.outbox import sending_domain, service
from engagement.outbox.gateways.choosing import NOTIFY
from engagement.outbox.mailboxes import MailboxTrouble, mailbox_at
from engagement.outbox.models import Finding
from engagement.unit_of_work import unit_of_work

FINDING_NAMES = {
    Finding.HARD: "Came back for good",
    Finding.SOFT: "Came back for now",
    Finding.COMPLAINT: "Reported as unwanted mail",
    Finding.DELIVERED: "Delivered",
    Finding.DELAYED: "Still being tried",
    Finding.AUTOMATIC: "Automatic answers, ignored",
    Finding.NOT_OURS: "About no message of ours, set aside",
    Finding.UNREADABLE: "Not understood, set aside",
}

group = Group("outbox", help="How mail leaves.")


@group.command("status")
@as_json
def status(as_json: bool) -> None:
    """Every message by state and consultation, how long the oldest has been due, and what needs looking at."""
    found = service.status(db.session(), clock.now())
    report(
        as_json,
        found.as_dict(),
        [
            *(
                f"{slug}: {', '.join(f'{count} {state}' for state, count in states.items() if count)}"
                for slug, states in found.counts.items()
            ),
            f"{found.planned} planned in all; the oldest due one waits for {found.oldest_due_seconds} seconds.",
            *([f"Paused: {found.pause_reason}"] if found.paused else []),
            *found.alarms,
        ],
    )


@group.command("drain")
@as_json
def drain(as_json: bool) -> None:
    """Send what is due now from this process, without the broker and its workers."""
    carrier = courier_for(current_app.config, clock)
    sent = claimed = 0
    full = True
    while full:
        batch = carrier.drain()
        sent, claimed, full = sent + batch.sent, claimed + batch.claimed, batch.full
    report(as_json, {"claimed": claimed, "sent": sent}, [f"{sent} of {claimed} due messages were sent."])


@group.command("read-reports")
@as_json
def read_reports(as_json: bool) -> None:
    """Act on the reports of failed letters and complaints that wait in the mailbox of REPORTS_FROM."""
    address = current_app.config["REPORTS_FROM"]
    if not address:
        raise click.ClickException("REPORTS_FROM is not set, so there is no mailbox to read.")
    try:
        findings = returns.read_mailbox(mailbox_at(address), clock)
    except (MailboxTrouble, ValueError) as trouble:
        raise click.ClickException(str(trouble)) from None
    report(
        as_json,
        {str(finding): findings[finding] for finding in Finding},
        [f"{name}: {findings[finding]}" for finding, name in FINDING_NAMES.items() if findings[finding]]
        or ["No report was waiting."],
    )


@group.command("check-domain")
@click.option("--selector", "selectors", multiple=True, help="The name of a DKIM key of your mail server.")
@click.option("--name-server", help="Ask this one, as host:port, instead of the machine's own.")
@as_json
def check_domain(selectors: tuple[str, ...], name_server: str | None, as_json: bool) -> None:
    """Look up SPF, DKIM and DMARC of the domain that letters come from; status 1 if something is missing."""
    settings = current_app.config
    if settings["MAIL_GATEWAY"] == NOTIFY:
        click.echo("GOV.UK Notify sends from a domain of its own and looks after it: there is nothing to check.")
        return
    sender, bounces = (
        parseaddr(address)[1].rpartition("@")[2]
        for address in (settings["MAIL_FROM"], settings["BOUNCES_TO"] or settings["MAIL_FROM"])
    )
    try:
        points = sending_domain.check(resolver_at(name_server), sender=sender, bounces=bounces, selectors=selectors)
    except (sending_domain.NoNameServer, dns.resolver.NoResolverConfiguration):
        raise click.ClickException(
            "No name server answered, so nothing could be checked. Run this where names can be looked up."
        ) from None
    report(as_json, [asdict(point) for point in points], [_mark(point) for point in points])
    if not all(point.well for point in points):
        raise click.exceptions.Exit(1)


def resolver_at(place: str | None) -> dns.resolver.Resolver:
    """Who looks names up: the machine's own name servers, or the one at `host:port`."""
    if place is None:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    host, _, port = place.partition(":")
    resolver.nameservers, resolver.port = [host], int(port or 53)
    return resolver


def _mark(point: sending_domain.Point) -> str:
    return f"{'well   ' if point.well else 'MISSING'} {point.sentence}"


@group.command("pause")
@click.option("--reason", required=True, help="Why; officers see it.")
def pause(reason: str) -> None:
    """Let nothing more leave until it is resumed."""
    with unit_of_work() as session:
        service.pause(session, reason, clock.now())
        note(session, "outbox paused", reason=reason)
    click.echo("Paused. Nothing leaves until: flask outbox resume")


@group.command("resume")
def resume() -> None:
    """Let mail leave again."""
    with unit_of_work() as session:
        service.resume(session, clock.now())
        note(session, "outbox resumed")
    click.echo("Mail may leave again.")
