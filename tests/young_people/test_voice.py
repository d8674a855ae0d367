"""Whose voice the answers are: the weaker of who answered and how they were helped."""

import pytest

from engagement.young_people.voice import voice_of


@pytest.mark.parametrize(
    ("who", "helped", "voice"),
    [
        ("me", [], "own"),
        ("me", ["nobody"], "own"),
        ("me", ["read", "wrote"], "own"),
        ("me_with_help", ["read"], "own"),
        ("me_with_help", [], "together"),
        ("me", ["talked"], "together"),
        ("me_with_help", ["read", "talked"], "together"),
        ("adult_for_me", ["nobody"], "interpreted"),
        ("adult_for_me", [], "interpreted"),
        ("me", ["chose"], "proxy"),
        ("me", ["nobody", "chose"], "proxy"),
        ("adult_own_view", ["nobody"], "proxy"),
        ("adult_own_view", [], "proxy"),
        ("", [], "unknown"),
        ("", ["nobody"], "unknown"),
        ("", ["talked"], "unknown"),
        ("", ["chose"], "proxy"),
        ("somebody new", ["nobody"], "unknown"),
    ],
)
def test_the_weaker_of_who_answered_and_who_helped_counts(who: str, helped: list[str], voice: str) -> None:
    assert voice_of({"y_who": [who], "y_help": helped}) == voice


def test_nothing_said_is_unknown_and_never_a_young_persons_own_voice() -> None:
    assert voice_of({}) == "unknown"
