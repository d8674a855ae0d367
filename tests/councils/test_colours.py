"""A council's colour is one that everybody can read, on every paper that people may choose."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.assets import BUILT, read_manifest
from engagement.councils import colours
from engagement.councils.colours import Palette, contrast, fault, uses, uses_on_dark

ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54), ("#ffffff", "#777777", 4.48)],
)
def test_contrast_is_what_wcag_says_whichever_colour_is_in_front(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("colour", ["#14506b", "#5a1a6b", "#8a1538", "#00563f", "#000000"])
def test_dark_colours_of_any_hue_are_taken(colour: str) -> None:
    assert fault(colour, uses) is None


def test_a_pale_colour_is_refused_with_the_pair_the_ratio_and_a_shade_that_works() -> None:
    assert fault("#e07a1f", uses) == (
        "Links on the panels of blue paper would be hard to see: #e07a1f on #d9e8f7 has a contrast of 2.41 to 1 "
        "and needs 4.5 to 1. The nearest shade that works everywhere is #9c5516."
    )


def test_a_colour_that_suits_white_pages_only_is_refused_for_the_paper_that_some_people_choose() -> None:
    assert contrast("#767676", "#ffffff") >= 4.5
    assert "paper" in (fault("#767676", uses) or "")


def test_a_colour_for_dark_pages_must_be_light() -> None:
    assert (fault("#14506b", uses_on_dark) or "").startswith("Links on the panels of dark pages would be hard to see")
    assert fault("#8cc4dc", uses_on_dark) is None


def test_a_ratio_just_too_low_is_not_rounded_up_to_one_that_would_do() -> None:
    failing = next(
        colour
        for colour in (f"#{grey:02x}{grey:02x}{grey:02x}" for grey in range(255, 0, -1))
        if min(use.ratio / use.least for use in uses(colour)) > 0.97
    )
    assert "4.50 to 1" not in (fault(failing, uses) or "")


@given(ANY_COLOUR)
def test_whatever_is_refused_the_shade_suggested_is_taken(colour: str) -> None:
    for where in (uses, uses_on_dark):
        refused = fault(colour, where)
        if refused is not None:
            suggested = re.findall(r"#[0-9a-f]{6}", refused)[-1]
            assert fault(suggested, where) is None


@given(ANY_COLOUR)
def test_the_shade_chosen_for_dark_pages_can_be_read_there_with_ease(colour: str) -> None:
    assert min(use.ratio for use in uses_on_dark(Palette.of(colour).on_dark)) >= colours.COMFORT


@given(ANY_COLOUR)
def test_a_link_under_the_pointer_is_no_harder_to_read(colour: str) -> None:
    palette = Palette.of(colour)
    assert contrast(palette.hover, colours.WHITE) >= contrast(palette.colour, colours.WHITE)
    assert contrast(palette.on_dark_hover, colours.DARK) >= contrast(palette.on_dark, colours.DARK)


def test_a_style_sheet_sets_custom_properties_and_nothing_else() -> None:
    body = re.fullmatch(r":root\{(.+)\}\n", Palette.of("#5a1a6b").style())
    assert body
    assert all(re.fullmatch(r"--council-[a-z-]+:#[0-9a-f]{6}", rule) for rule in body[1].split(";"))


@pytest.fixture(scope="module")
def built_style() -> str:
    """The style sheet of every page, without its spaces."""
    return (BUILT / read_manifest()["application.css"]).read_text().replace(" ", "")


@pytest.mark.parametrize(
    "ground",
    [colours.CREAM, colours.CREAM_PANEL, colours.BLUE, colours.BLUE_PANEL, colours.DARK, colours.DARK_PANEL],
)
def test_every_ground_that_colours_are_checked_against_is_one_that_pages_have(ground: str, built_style: str) -> None:
    assert f"background-colour:{ground}" in built_style


def test_the_neutral_look_is_that_of_pages_without_a_council_and_passes_too(built_style: str) -> None:
    assert Palette.of(colours.NEUTRAL).style().strip().replace("}", "") in built_style
    assert fault(colours.NEUTRAL, uses) is None
