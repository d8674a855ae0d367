"""What is missing at the name servers is said in words, and what cannot be known is not guessed."""

import base64
from collections.abc import Sequence

import dns.resolver
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from engagement.outbox import sending_domain
from engagement.outbox.sending_domain import NoNameServer, Point
from tests import servers
from tests.outbox.name_server import Zone, name_server

DOMAIN = "council.example"


def key(bits: int) -> str:
    public = rsa.generate_private_key(65537, bits).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def text(words: str) -> str:
    return " ".join(f'"{words[start : start + 200]}"' for start in range(0, len(words), 200))


def zone(
    spf: Sequence[str] = ("v=spf1 a:mail.council.example -all",),
    dkim: str | None = None,
    dmarc: str | None = "v=DMARC1; p=quarantine; rua=mailto:dmarc@council.example",
) -> Zone:
    records: dict[str, dict[str, list[str]]] = {
        DOMAIN: {"TXT": [text(record) for record in [*spf, "another=record"]], "MX": ["10 mail.council.example."]}
    }
    if dkim is not None:
        records[f"2025._domainkey.{DOMAIN}"] = {"TXT": [text(dkim)]}
    if dmarc is not None:
        records[f"_dmarc.{DOMAIN}"] = {"TXT": [text(dmarc)]}
    return records


def check(records: Zone, *, bounces: str = DOMAIN, sender: str = DOMAIN, selectors: Sequence[str] = ()) -> list[Point]:
    with name_server(records) as port:
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], port
        return sending_domain.check(resolver, sender=sender, bounces=bounces, selectors=selectors)


def missing(points: list[Point]) -> str:
    return "\n".join(point.sentence for point in points if not point.well)


def test_when_everything_is_published_nothing_is_missing() -> None:
    points = check(zone(dkim=f"v=DKIM1; k=rsa; p={key(2048)}"), selectors=["2025"])
    assert missing(points) == ""
    assert len(points) == 4


def test_a_domain_with_nothing_is_told_all_that_is_missing() -> None:
    said = missing(check({DOMAIN: {}}, selectors=["2025"]))
    for words in (
        "SPF is missing: publish a TXT record at council.example",
        "DKIM is missing: publish the public key of your mail server as a TXT record at 2025._domainkey",
        "DMARC is missing: publish a TXT record at _dmarc.council.example",
        "Nobody takes mail for council.example",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("spf", "sentence"),
    [
        (["v=spf1 -all", "v=spf1 mx -all"], "SPF is there 2 times"),
        (["v=spf1 mx +all"], "lets everybody send"),
        (["v=spf1 mx all"], "lets everybody send"),
        (["v=spf1 mx ?all"], "says nothing about other senders"),
        (["v=spf1 mx"], "says nothing about other senders"),
        (["v=spf1"], "says nothing about other senders"),
        (["v=spf1 " + " ".join(f"include:{n}.example" for n in range(11)) + " -all"], "needs 11 look-ups"),
    ],
)
def test_each_fault_of_spf_is_named(spf: list[str], sentence: str) -> None:
    assert sentence in missing(check(zone(spf)))


@pytest.mark.parametrize("spf", ["v=spf1 mx ~all", "v=spf1 redirect=_spf.example", "V=SPF1 ip4:192.0.2.1 -ALL"])
def test_each_good_way_to_end_spf_is_known(spf: str) -> None:
    assert "SPF" not in missing(check(zone([spf])))


@pytest.mark.parametrize(
    ("dkim", "sentence"),
    [
        ("v=DKIM1; p=", "is withdrawn"),
        ("v=DKIM1; p=AAAA", "is no key"),
        (f"v=DKIM1; p={key(1024)}", "has 1024 bits: make one of 2048"),
    ],
)
def test_each_fault_of_a_dkim_key_is_named(dkim: str, sentence: str) -> None:
    assert sentence in missing(check(zone(dkim=dkim), selectors=["2025"]))


def test_a_dkim_key_of_the_new_kind_is_good() -> None:
    assert missing(check(zone(dkim="v=DKIM1; k=ed25519; p=AAAA"), selectors=["2025"])) == ""


def test_without_a_selector_dkim_is_not_guessed() -> None:
    assert "DKIM was not looked at" in missing(check(zone()))


@pytest.mark.parametrize(
    ("dmarc", "sentence"),
    [
        ("v=DMARC1; p=none; rua=mailto:a@b.example", "only watches"),
        ("v=DMARC1; rua=mailto:a@b.example", "names no policy"),
        ("v=DMARC1; p=reject", "sends no reports"),
    ],
)
def test_each_fault_of_dmarc_is_named(dmarc: str, sentence: str) -> None:
    assert sentence in missing(check(zone(dmarc=dmarc)))


def test_dmarc_of_the_domain_above_counts_with_its_policy_for_those_below() -> None:
    above = zone(dmarc="v=DMARC1; p=reject; sp=none; rua=mailto:a@b.example")
    assert "_dmarc.council.example only watches" in missing(check(above, sender=f"letters.{DOMAIN}"))


@pytest.mark.parametrize(("bounces", "aligned"), [(f"bounces.{DOMAIN}", True), ("other.example", False)])
def test_bounces_to_another_domain_cost_spf_its_say(bounces: str, aligned: bool) -> None:
    assert ("SPF does not count for DMARC" not in missing(check(zone(), bounces=bounces))) is aligned


def test_without_a_name_server_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_domain, "PATIENCE_SECONDS", 0.3)
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], servers.free_port()
    with pytest.raises(NoNameServer):
        sending_domain.check(resolver, sender=DOMAIN, bounces=DOMAIN, selectors=[])
