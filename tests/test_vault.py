"""What identifies a person is sealed to its place, and found again only by who holds the key."""

import pytest

from engagement.vault import Vault, VaultError

KEY, OTHER, INDEX = b"k" * 32, b"o" * 32, b"i" * 32


def test_what_was_sealed_opens_again_at_its_place() -> None:
    vault = Vault({"k1": KEY}, INDEX)
    sealed = vault.seal("Ada Ö. 🎈", "contacts.name:1")
    assert b"Ada" not in sealed
    assert vault.open(sealed, "contacts.name:1") == "Ada Ö. 🎈"


def test_a_sealed_value_copied_to_another_row_does_not_open() -> None:
    vault = Vault({"k1": KEY}, INDEX)
    sealed = vault.seal("head@school.example", "contacts.email:1")
    with pytest.raises(VaultError):
        vault.open(sealed, "contacts.email:2")


def test_an_altered_value_does_not_open() -> None:
    vault = Vault({"k1": KEY}, INDEX)
    sealed = bytearray(vault.seal("head@school.example", "contacts.email:1"))
    sealed[-1] ^= 1
    with pytest.raises(VaultError):
        vault.open(bytes(sealed), "contacts.email:1")


def test_sealing_the_same_text_twice_does_not_show_that_it_is_the_same() -> None:
    vault = Vault({"k1": KEY}, INDEX)
    assert vault.seal("a@b.example", "x") != vault.seal("a@b.example", "x")


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed() -> None:
    sealed = Vault({"old": KEY}, INDEX).seal("kept", "x")
    assert Vault({"new": OTHER, "old": KEY}, INDEX).open(sealed, "x") == "kept"


def test_a_value_whose_key_is_gone_says_so() -> None:
    sealed = Vault({"old": KEY}, INDEX).seal("kept", "x")
    with pytest.raises(VaultError, match="not on the ring"):
        Vault({"new": OTHER}, INDEX).open(sealed, "x")


def test_equal_texts_meet_in_an_index_only_for_the_same_purpose_and_key() -> None:
    vault = Vault({"k1": KEY}, INDEX)
    assert vault.index("email", "a@b.example") == vault.index("email", "a@b.example")
    assert vault.index("email", "a@b.example") != vault.index("draft", "a@b.example")
    assert vault.index("email", "a@b.example") != Vault({"k1": KEY}, OTHER).index("email", "a@b.example")
