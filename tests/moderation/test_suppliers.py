"""What may tell who asked is pointed at, before everybody can read it."""

import pytest

from engagement.moderation.suppliers import Mention, mentions

KNOWN = ("Kent County Council", "kent@council.example", "Market Engagement")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ada.b@oak-tree.example for it.", [("ada.b@oak-tree.example", "email address")]),
        ("Our number is 01622 555 012.", [("01622 555 012", "phone number")]),
        ("Call +44 (0)7700 900123 instead.", [("+44 (0)7700 900123", "phone number")]),
        ("We are at 12 High Street, ME14 1XX.", [("ME14 1XX", "postcode"), ("12 High Street", "street")]),
        ("As Mrs O'Neill said on the call.", [("Mrs O'Neill", "person's name")]),
        ("Does Oak Tree School have to?", [("Does Oak Tree School", "name of a school or company")]),
        ("Then Ada met with Grace Hopper there.", [("Grace Hopper", "perhaps a name")]),
    ],
)
def test_names_addresses_and_numbers_are_pointed_at(text: str, found: list[tuple[str, str]]) -> None:
    assert mentions(text, KNOWN) == [Mention(*each) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Will the fee for 2026 to 2027 be reviewed?",
        "Kent County Council answers at kent@council.example.",
        "The ceiling is £876,000,000 over 10 years.",
        "Lot 1 and Lot 2 stay. The DPS ends on 31 August 2026.",
        "",
    ],
)
def test_ordinary_and_public_words_are_left_alone(text: str) -> None:
    assert mentions(text, KNOWN) == []
