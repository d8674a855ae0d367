"""Mailboxes of a role are told from those of a person by what stands before the @."""

import pytest

from engagement.contacts.role_mailboxes import is_role_mailbox


@pytest.mark.parametrize(
    "local",
    ["head", "office", "head.teacher", "school-office", "office+survey", "senco", "info2", "admin_office"],
)
def test_a_role_is_known(local: str) -> None:
    assert is_role_mailbox(f"{local}@school.example")


@pytest.mark.parametrize("local", ["jo", "jo.head", "headley", "officer", "info-jo", "h", "123", "a.smith"])
def test_a_person_is_not_taken_for_one(local: str) -> None:
    assert not is_role_mailbox(f"{local}@office.example")
