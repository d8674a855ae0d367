"""In Polish everybody can use every page as in English; pages that run from right to left are whole."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Person
from tests.live import SLUG

pytestmark = pytest.mark.browser
MakePerson = Callable[..., Person]


def in_polish(person: Person) -> None:
    """Choose Polish where the consultation is explained."""
    person.go(f"/{SLUG}")
    person.press("Polski")
    assert person.page.locator("html").get_attribute("lang") == "pl"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_family_answers_in_polish(script: bool, person: MakePerson) -> None:
    parent = person(320, script=script)
    in_polish(parent)
    parent.go(f"/{SLUG}/families")
    parent.press("Zacznij teraz")
    parent.press("Zacznij od pierwszej części")
    parent.choose("Rodzic")
    parent.press("Dalej")
    parent.press("Zapisz i wróć później")
    parent.press("Kontynuuj teraz")
    parent.press("Wyślij moje odpowiedzi")
    assert parent.page.locator("h1").inner_text() == "Odpowiedzi zostały wysłane"


def test_a_child_answers_in_polish(person: MakePerson) -> None:
    child = person(390)
    in_polish(child)
    child.go(f"/{SLUG}/young-people")
    child.press("Jak to wygląda")
    child.press("Wybierz to")
    child.press("Chcę zacząć")
    child.choose("Ja")
    child.press("Dalej")
    child.press("Pomiń")
    child.press("Gotowe")
    child.press("Wyślij moje odpowiedzi")
    assert child.page.locator("h1").first.inner_text() == "Dziękujemy"
    child.press("Zakończ i wyczyść ten ekran")
    assert child.page.locator("html").get_attribute("lang") == "en"


def test_a_school_answers_in_polish(person: MakePerson) -> None:
    school = person(1280)
    in_polish(school)
    school.go(f"/{SLUG}/schools")
    school.press("Zacznij teraz")
    school.go(f"/{SLUG}/schools/q/quality")
    school.press("Pokaż wszystkie części")
    school.press("Sprawdź i wyślij")
    school.press("Wyślij odpowiedzi")
    school.press("Wyślij bez odpowiedzi")
    assert school.page.locator("h1").first.inner_text() == "Odpowiedzi zostały wysłane"


def test_letters_of_polish_are_in_our_typeface(person: MakePerson) -> None:
    parent = person(390)
    in_polish(parent)
    parent.page.evaluate("document.fonts.ready")
    assert parent.page.evaluate("document.fonts.check('1rem \"Atkinson Hyperlegible Next\"', 'ąęłżśćźń')")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", ["", "/families", "/young-people", "/schools/q/quality", "/young-people/q/y_who"])
def test_a_page_from_right_to_left_fits_and_has_its_controls_at_the_right(
    width: int, address: str, person: MakePerson
) -> None:
    reader = person(width)
    reader.go(f"/{SLUG}{address}")
    # No language that runs this way is offered yet, so the page is told to.
    reader.page.evaluate("document.documentElement.dir = 'rtl'")
    reader.look()
    for item in reader.page.locator(".govuk-radios__item").all()[:5]:
        control, label = item.locator("input").bounding_box(), item.locator("label").bounding_box()
        words = item.locator("label").evaluate(
            "label => { const range = document.createRange(); range.selectNodeContents(label);"
            " return range.getBoundingClientRect().right }"
        )
        assert control is not None
        assert label is not None
        assert words <= control["x"] + 1
