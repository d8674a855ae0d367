"""Columns are matched by what their headings usually mean; an officer has the last word."""

import pytest

from engagement.contacts.imports import matching
from engagement.contacts.standard_fields import STANDARD
from engagement.errors import Refused
from engagement.questionnaires.definition import AudienceName


def guess(*headings: str, audience: AudienceName = "schools", samples: list[list[str]] | None = None) -> dict[str, str]:
    """The heading that is guessed for each field."""
    ours = matching.our_fields(audience, STANDARD[audience])
    found = matching.guess(ours, headings, samples or [[] for _ in headings])
    return {key: headings[column] for key, column in found.items()}


@pytest.mark.parametrize("heading", ["email", "E-mail", "EMAIL ADDRESS", "Email 1", "School e-mail (general)", "Mail"])
def test_an_address_is_known_by_its_heading(heading: str) -> None:
    assert guess("Town", heading, "Telephone") == {"email": heading}


def test_each_field_gets_the_column_that_usually_has_it() -> None:
    assert guess("URN", "School Name", "Head Teacher", "Main email", "Phase of education", "LA (name)", "Pupils") == {
        "email": "Main email",
        "name": "Head Teacher",
        "organisation": "School Name",
        "phase": "Phase of education",
        "area": "LA (name)",
        "size": "Pupils",
    }


def test_the_more_usual_of_two_headings_is_taken() -> None:
    assert guess("Head email", "Email") == {"email": "Email"}


def test_an_address_without_a_telling_heading_is_known_by_its_values() -> None:
    assert guess("A", "B", samples=[["x"], ["jo@one.example"]]) == {"email": "B"}


def test_nothing_is_guessed_where_two_columns_could_be_meant() -> None:
    assert guess("A", "B", samples=[["x@one.example"], ["jo@one.example"]]) == {}
    assert guess("Email of head", "Email of office") == {}


def test_families_have_no_organisation() -> None:
    assert guess("Email", "School", audience="families") == {"email": "Email"}


@pytest.mark.parametrize(
    ("match", "sentence"),
    [
        ({"name": 0}, "Choose the column with the email addresses."),
        ({"email": 0, "name": 0}, 'The same column is chosen for "Email address" and "Name".'),
        ({"email": 7}, "not in the file"),
        ({"email": -1}, "not in the file"),
    ],
)
def test_a_match_that_will_not_do_is_explained(match: dict[str, int], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        matching.checked(matching.our_fields("schools", ()), 3, match)


def test_what_is_no_field_of_ours_is_not_matched() -> None:
    assert matching.checked(matching.our_fields("families", ()), 3, {"email": 0, "organisation": 1, "x": 2}) == {
        "email": 0
    }
