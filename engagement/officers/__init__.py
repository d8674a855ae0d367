"""The staff workspace: whom we wrote to, who answered, what it adds up to. Every page needs a signed-in officer."""

from engagement.officers import (
    audit_trail,
    certificate,
    contacts,
    downloads,
    ledger,
    overview,
    recordings,
    repeats,
    results,
    sign_in,
    suppressions,
    unknown_mail,
    waves,
)
from engagement.officers.blueprint import blueprint

__all__ = [
    "audit_trail",
    "blueprint",
    "certificate",
    "contacts",
    "downloads",
    "ledger",
    "overview",
    "recordings",
    "repeats",
    "results",
    "sign_in",
    "suppressions",
    "unknown_mail",
    "waves",
]
