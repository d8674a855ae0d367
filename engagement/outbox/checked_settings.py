"""What the settings of mail must hold before anything starts, so that no worker trips over them later."""

from collections.abc import Mapping
from typing import Any

from engagement.outbox.envelopes import ONE_ADDRESS, FormLetter, Letter
from engagement.outbox.gateways.choosing import gateway_for
from engagement.outbox.mailboxes import mailbox_at


def check(settings: Mapping[str, Any]) -> None:
    """Raises ValueError that names the first setting which cannot be right."""
    gateway_for(settings)
    sender = settings["MAIL_FROM"]
    FormLetter(Letter("", "", ""), mail_from=sender, reply_to=sender, bounces_to=settings["BOUNCES_TO"])
    if settings["REPORTS_FROM"]:
        mailbox_at(settings["REPORTS_FROM"])
    if not all(ONE_ADDRESS.fullmatch(address) for address in settings["ALARMS_TO"]):
        raise ValueError("ALARMS_TO must be email addresses with commas between them")
