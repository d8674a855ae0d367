"""`flask outbox`: how mail stands, and the brake on all of it."""

import click
from flask import current_app

from engagement.commands.speaking import Group, as_json, note, report
from engagement.correspondence import returns
from engagement.correspondence.postroom import courier_for
from engagement.extensions import clock, db
from engagement.outbox import service
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
