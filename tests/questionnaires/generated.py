"""Documents that nobody would write and that hold together all the same."""

from typing import Any

from hypothesis import strategies as st

from engagement.questionnaires.definition import AUDIENCES, KINDS, LEANINGS
from engagement.questionnaires.measures import THEMES

words = st.text(min_size=1, max_size=12).filter(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of any shape that holds together."""
    scale = [
        {"key": f"p{place}", "label": draw(words), "leaning": leaning}
        for place, leaning in enumerate(draw(st.permutations(LEANINGS)))
    ]
    chosen: list[dict[str, Any]] = []
    sections = []
    for place in range(draw(st.integers(1, 4))):
        section: dict[str, Any] = {"key": f"section_{place}", "title": draw(words), "questions": []}
        _maybe_condition(draw, section, chosen)
        for number in range(draw(st.integers(1, 4))):
            question = _question(draw, f"q_{place}_{number}")
            _maybe_condition(draw, question, chosen)
            section["questions"].append(question)
            if "options" in question:
                chosen.append(question)
        sections.append(section)
    for section in sections[draw(st.integers(1, len(sections))) :]:
        section["after_sending"] = True
    return {
        "audience": draw(st.sampled_from(AUDIENCES)),
        "layout": draw(st.sampled_from(["sections", "one_per_page"])),
        "scales": [{"key": "P4", "options": scale}],
        "sections": sections,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def broken_documents(draw: st.DrawFn) -> Any:
    """A document in which a few things, anywhere, have become anything."""
    document: Any = draw(documents())
    for _ in range(draw(st.integers(1, 4))):
        node = document
        while node and draw(st.integers(0, 5)):
            step = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
            if not isinstance(node[step], dict | list):
                break
            node = node[step]
        if node:
            node[draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))] = draw(JSON)
    return document


def _question(draw: st.DrawFn, key: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(KINDS))
    question: dict[str, Any] = {"key": key, "kind": kind, "text": draw(words)}
    if draw(st.booleans()):
        question["help"] = draw(words)
    if kind == "matrix":
        question["scale"] = "P4"
        question["rows"] = [
            {"key": f"{key}_{theme.key}", "label": draw(words), "measure": theme.key}
            for theme in draw(st.sets(st.sampled_from(THEMES), min_size=1))
        ]
    elif kind in ("multi", "rank") or (kind in ("single", "faces") and draw(st.booleans())):
        question["options"] = [{"key": f"o{place}", "label": draw(words)} for place in range(draw(st.integers(1, 4)))]
    elif kind in ("single", "faces"):
        question["scale"] = "P4"
    elif kind == "number":
        question["minimum"], question["maximum"] = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    if kind in ("multi", "rank") and draw(st.booleans()):
        question["max_choices"] = draw(st.integers(1, 4))
    if kind in ("short_text", "long_text") and draw(st.booleans()):
        question["max_length"] = draw(st.integers(1, 50))
    return question


def _maybe_condition(draw: st.DrawFn, holder: dict[str, Any], earlier: list[dict[str, Any]]) -> None:
    if draw(st.booleans()) and earlier:
        question = draw(st.sampled_from(earlier))
        keys = draw(st.sets(st.sampled_from([option["key"] for option in question["options"]]), min_size=1))
        holder["show_when"] = {"question": question["key"], draw(st.sampled_from(["any_of", "none_of"])): sorted(keys)}
