"""What name servers say of the domain that letters come from: can others tell ours from forged ones?"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import dns.exception
import dns.resolver
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from dns.rdtypes.ANY.TXT import TXT

PATIENCE_SECONDS = 5.0
SHORTEST_KEY = 2048
MOST_LOOKUPS = 10
# The parts of an SPF record that make whoever checks it ask a name server again.
ASKS_AGAIN = ("include:", "a", "mx", "ptr", "exists:", "redirect=")


class NoNameServer(Exception):
    """No name server answers, so nothing is known."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at. The sentence says how it is, and where it is not well what to do."""

    well: bool
    sentence: str


def check(resolver: dns.resolver.Resolver, *, sender: str, bounces: str, selectors: Sequence[str]) -> list[Point]:
    """How the domains of the address letters are from and of the one bounces go to are set up.

    Raises NoNameServer.
    """
    resolver.lifetime = PATIENCE_SECONDS
    return [
        *_spf(resolver, bounces),
        *_dkim(resolver, sender, selectors),
        *_dmarc(resolver, sender),
        *_alignment(sender, bounces),
        *_way_back(resolver, bounces),
    ]


def _spf(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Point]:
    records = [text for text in _texts(resolver, domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        yield Point(False, f"SPF is missing: publish a TXT record at {domain}, such as v=spf1 a:mail.{domain} -all")
        return
    if len(records) > 1:
        yield Point(False, f"SPF is there {len(records)} times at {domain}: leave one TXT record, or none counts.")
        return
    terms = records[0].lower().split()[1:]
    last = terms[-1] if terms else ""
    if last in ("all", "+all"):
        yield Point(False, f"SPF at {domain} lets everybody send: end it with -all instead of {last}.")
    elif last == "?all" or not (last.endswith("all") or last.startswith("redirect=")):
        yield Point(False, f"SPF at {domain} says nothing about other senders: end it with -all or ~all.")
    else:
        yield Point(True, f"SPF is published at {domain}. Look whether it names the server that sends: {records[0]}")
    asks = sum(term.lstrip("+-~?").startswith(ASKS_AGAIN) and "all" not in term for term in terms)
    if asks > MOST_LOOKUPS:
        yield Point(False, f"SPF at {domain} needs {asks} look-ups, and after {MOST_LOOKUPS} it counts as broken.")


def _dkim(resolver: dns.resolver.Resolver, domain: str, selectors: Sequence[str]) -> Iterator[Point]:
    if not selectors:
        yield Point(
            False, "DKIM was not looked at: say with --selector under which name your mail server's key is published."
        )
    for selector in selectors:
        place = f"{selector}._domainkey.{domain}"
        records = [text for text in _texts(resolver, place) if "p=" in text]
        if not records:
            yield Point(
                False, f"DKIM is missing: publish the public key of your mail server as a TXT record at {place}"
            )
            continue
        tags = _tags(records[0])
        size = _rsa_bits(tags.get("p", "")) if tags.get("k", "rsa") == "rsa" else SHORTEST_KEY
        if not tags.get("p"):
            yield Point(
                False, f"The DKIM key at {place} is withdrawn: publish the one that your mail server signs with."
            )
        elif size is None:
            yield Point(False, f"What is published at {place} is no key: copy it again, in one piece.")
        elif size < SHORTEST_KEY:
            yield Point(False, f"The DKIM key at {place} has {size} bits: make one of {SHORTEST_KEY}.")
        else:
            yield Point(True, f"DKIM has a key at {place}.")


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Point]:
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        place = ".".join(["_dmarc", *labels[start:]])
        records = [text for text in _texts(resolver, place) if text.lower().startswith("v=dmarc1")]
        if records:
            break
    else:
        yield Point(
            False, f"DMARC is missing: publish a TXT record at _dmarc.{domain}, first v=DMARC1; p=none; rua=..."
        )
        return
    tags = _tags(records[0])
    policy = tags.get("sp" if start and "sp" in tags else "p", "").lower()
    if policy in ("quarantine", "reject"):
        yield Point(True, f"DMARC at {place} has other servers {policy} what is forged.")
    elif policy == "none":
        yield Point(False, f"DMARC at {place} only watches: once its reports are good, change p=none to p=quarantine.")
    else:
        yield Point(False, f"DMARC at {place} names no policy: add p=none, and later p=quarantine.")
    if not tags.get("rua"):
        yield Point(False, f"DMARC at {place} sends no reports: add rua=mailto: and an address that somebody reads.")


def _alignment(sender: str, bounces: str) -> Iterator[Point]:
    if sender != bounces and not sender.endswith(f".{bounces}") and not bounces.endswith(f".{sender}"):
        yield Point(
            False,
            f"Bounces go to {bounces}, which is no part of {sender}: SPF does not count for DMARC then, only DKIM.",
        )


def _way_back(resolver: dns.resolver.Resolver, domain: str) -> Iterator[Point]:
    if _answers(resolver, domain, "MX") or _answers(resolver, domain, "A") or _answers(resolver, domain, "AAAA"):
        yield Point(True, f"Reports of letters that failed find a mail server for {domain}.")
    else:
        yield Point(False, f"Nobody takes mail for {domain}, so no report of a letter that failed can arrive.")


def _texts(resolver: dns.resolver.Resolver, name: str) -> list[str]:
    records = _answers(resolver, name, "TXT")
    return [b"".join(record.strings).decode(errors="replace") for record in records if isinstance(record, TXT)]


def _answers(resolver: dns.resolver.Resolver, name: str, kind: str) -> list[dns.rdata.Rdata]:
    try:
        return list(resolver.resolve(name, kind, raise_on_no_answer=False))
    except dns.resolver.NXDOMAIN:
        return []
    except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError):
        raise NoNameServer("No name server answered, so nothing could be checked.") from None


def _tags(record: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs}


def _rsa_bits(key: str) -> int | None:
    try:
        loaded = load_der_public_key(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return loaded.key_size if isinstance(loaded, RSAPublicKey) else None
