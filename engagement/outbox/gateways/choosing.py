"""Which way mail leaves, and who can say afterwards what was taken: both as the settings name them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engagement.outbox.gateways.outcomes import Gateway, Oracle
from engagement.outbox.gateways.relay_log import RelayLog
from engagement.outbox.gateways.smtp import SmtpGateway

if TYPE_CHECKING:
    from engagement.outbox.gateways.notify import NotifyGateway

NOTIFY = "notify"


def gateway_for(settings: Mapping[str, Any]) -> Gateway:
    """The way out that `MAIL_GATEWAY` names. Raises ValueError where its address or key is none."""
    return _notify(settings) if settings["MAIL_GATEWAY"] == NOTIFY else SmtpGateway(settings["SMTP_URL"])


def oracle_for(settings: Mapping[str, Any]) -> Oracle | None:
    """Who knows what was taken, if anybody does: GOV.UK Notify, or the log of our own relay."""
    if settings["MAIL_GATEWAY"] == NOTIFY:
        return _notify(settings)
    return RelayLog(Path(settings["RELAY_LOG"])) if settings["RELAY_LOG"] else None


def _notify(settings: Mapping[str, Any]) -> "NotifyGateway":
    # Who sends by SMTP need not load what signs for GOV.UK Notify.
    from engagement.outbox.gateways.notify import NotifyGateway

    return NotifyGateway(
        url=settings["NOTIFY_URL"], api_key=settings["NOTIFY_API_KEY"], template_id=settings["NOTIFY_TEMPLATE_ID"]
    )
