"""The ways out: a mail server over SMTP, or GOV.UK Notify. Each says of every message what came of it."""

from engagement.outbox.gateways.outcomes import (
    ConnectionTrouble,
    Gateway,
    NotTaken,
    Oracle,
    OutcomeUnknown,
    Refusal,
    TemporaryTrouble,
    without_address,
)
from engagement.outbox.gateways.smtp import SmtpGateway

__all__ = [
    "ConnectionTrouble",
    "Gateway",
    "NotTaken",
    "Oracle",
    "OutcomeUnknown",
    "Refusal",
    "SmtpGateway",
    "TemporaryTrouble",
    "without_address",
]
