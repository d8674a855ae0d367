"""A consultation has fields of its own for its contacts, each with choices that stay."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.contacts.models import ContactField
from tests.officers.files import LIST, confirm, figures, send, try_out
from tests.visitor import Visitor


def add(officer: Visitor, name: str = "District", choices: str = "Ashford\nSwale\n") -> str:
    """Try to add a field to schools; gives the page that comes back."""
    forms = officer.get(f"{LIST}/fields").forms
    form = forms[max(key for key in forms if isinstance(key, int))]
    form["audience"], form["name"], form["choices"] = "schools", name, choices
    answer = form.submit()
    return str(answer.follow().text if answer.status_int == 302 else answer.text)


def test_a_field_of_ones_own_is_matched_shown_and_filtered_by(officer: Visitor, consultation: Consultation) -> None:
    assert "The field is added." in add(officer)
    tried = try_out(
        send(officer, b"email,district\na@one.example,SWALE\nb@two.example,ashford\nc@three.example,Dover\n")
    )
    assert figures(tried)["Not used"] == "1"
    assert "Use one of these, or leave it empty: Ashford, Swale." in tried
    confirm(tried)
    form = officer.get(f"{LIST}?audience=schools").forms[1]
    key = next(name for name in form.fields if name and len(name) == 32)
    form[key] = "Swale"
    narrowed = form.submit()
    assert "a@one.example" in narrowed
    assert "b@two.example" not in narrowed


@pytest.mark.parametrize(
    ("name", "choices", "sentence"),
    [
        ("", "A\nB", "Give the field a name."),
        ("District", "", "Give the choices"),
        ("District", "Only one", "Give from 2 to 40 choices"),
        ("District", "A\na", "Two of the choices are the same."),
        ("District", "A\n!!!", "Each choice needs letters or numbers"),
        ("phase", "A\nB", "There is a field with this name already."),
        ("Email", "A\nB", "There is a field with this name already."),
        ("x" * 61, "A\nB", "at most 60 characters"),
    ],
)
def test_a_field_that_will_not_do_is_explained(
    officer: Visitor, consultation: Consultation, session: Session, name: str, choices: str, sentence: str
) -> None:
    assert sentence in add(officer, name, choices)
    assert session.scalars(select(ContactField)).all() == []


def test_six_fields_are_enough(officer: Visitor, consultation: Consultation) -> None:
    for number in range(6):
        assert "The field is added." in add(officer, f"Field {number}")
    assert "can have 6 fields of its own" in add(officer, "Field 7")


def test_a_field_is_removed_only_while_no_contact_has_a_value_in_it(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    add(officer)
    confirm(try_out(send(officer, b"email,district\na@one.example,Swale\n")))
    assert "Contacts have a value in this field" in officer.get(f"{LIST}/fields").forms[1].submit().follow()
    add(officer, "Ward")
    page = officer.get(f"{LIST}/fields")
    assert "The field is removed." in page.forms[2].submit().follow()
    assert session.scalars(select(ContactField.name)).all() == ["District"]
    page.forms[2].submit(status=404)
