"""The registry that lets three questionnaires be compared."""

from engagement.questionnaires.definition import Option
from engagement.questionnaires.measures import CHECK, MEASURES, PRIORITY, THEMES, is_theme, maps

WELL, SO_SO, BADLY = (
    Option("well", "Well", leaning="favourable"),
    Option("so_so", "So-so", leaning="middle"),
    Option("badly", "Badly", leaning="unfavourable"),
)


def test_the_ten_themes_are_themes_and_the_other_measures_are_not() -> None:
    assert len(THEMES) == 10
    assert all(is_theme(theme.key) for theme in THEMES)
    assert not any(is_theme(key) for key in (PRIORITY.key, CHECK.key, "unknown", None))
    assert len(MEASURES) == 12


def test_a_scale_maps_when_every_option_leans_and_both_sides_are_there() -> None:
    assert maps([WELL, SO_SO, BADLY])
    assert not maps([WELL, SO_SO])
    assert not maps([WELL, BADLY, Option("other", "Other")])
    assert not maps([])
