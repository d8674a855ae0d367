"""A language is named as its own speakers name it, and written the way they write."""

import pytest

from engagement.questionnaires.languages import is_right_to_left, name_in_english, name_of


@pytest.mark.parametrize(
    ("language", "name"),
    [("pl", "Polski"), ("en", "English"), ("cy", "Cymraeg"), ("ur", "اردو"), ("pt-BR", "Português (Brasil)")],
)
def test_a_language_has_its_own_name(language: str, name: str) -> None:
    assert name_of(language) == name


@pytest.mark.parametrize("language", ["", "xx", "a language", "../etc", "pl_PL@euro", "pl.UTF-8"])
def test_a_language_that_nobody_knows_is_named_by_its_code_and_runs_from_the_left(language: str) -> None:
    assert name_of(language).casefold() == language.casefold()
    assert not is_right_to_left(language)


@pytest.mark.parametrize("language", ["ar", "ur", "fa", "ps", "ckb", "pa-Arab", "pa-PK", "ar-EG"])
def test_languages_in_arabic_script_run_from_the_right(language: str) -> None:
    assert is_right_to_left(language)


@pytest.mark.parametrize("language", ["pl", "en", "uk", "pa", "zh-Hans", "so"])
def test_other_languages_run_from_the_left(language: str) -> None:
    assert not is_right_to_left(language)


def test_officers_read_the_names_of_languages_in_english() -> None:
    assert [name_in_english(code) for code in ("pl", "ur", "xx")] == ["Polish", "Urdu", "xx"]
