"""What can be shown of a document that has faults: its questions one by one, as long as each fits with those before."""

from collections.abc import Mapping
from typing import Any

from engagement.errors import InvalidDocument
from engagement.questionnaires import schema
from engagement.questionnaires.definition import Questionnaire


def as_far_as_it_goes(document: Mapping[str, Any]) -> Questionnaire | None:
    """The questionnaire of a document without what is wrong in it; None where nothing is left."""
    if (whole := _loaded(document)) is not None:
        return whole
    sections: list[dict[str, Any]] = []
    last: Questionnaire | None = None
    for section in _list(document, "sections"):
        # Most sections fit as they are, and to try each question takes long.
        if (tried := _begun(document, [*sections, section])) is not None:
            sections, last = [*sections, section], tried
            continue
        for question in _list(section, "questions"):
            for begun in _ways(sections, section, question):
                if (tried := _begun(document, begun)) is not None:
                    sections, last = begun, tried
                    break
    return last


def _begun(document: Mapping[str, Any], sections: list[dict[str, Any]]) -> Questionnaire | None:
    """The document with these sections and the scales that they use, if that has no fault."""
    top = {name: value for name, value in document.items() if name not in ("scales", "sections")}
    return _loaded({**top, **_scales(document, sections), "sections": sections})


def _ways(sections: list[dict[str, Any]], section: Mapping[str, Any], question: object) -> list[list[dict[str, Any]]]:
    """The sections so far with one more question: in its section as it is, or else in one without what may be wrong."""
    if sections and sections[-1].get("key") == section.get("key"):
        return [[*sections[:-1], {**sections[-1], "questions": [*sections[-1]["questions"], question]}]]
    whole = {**section, "questions": [question]}
    kept = ("key", "title", "after_sending", "questions")
    bare: dict[str, Any] = {name: whole[name] for name in kept if name in whole}
    return [[*sections, whole], [*sections, bare]]


def _scales(document: Mapping[str, Any], sections: list[dict[str, Any]]) -> dict[str, Any]:
    """The scales that these sections use, as a setting of the document."""
    questions = [question for section in sections for question in _list(section, "questions")]
    used = {question.get("scale") for question in questions if isinstance(question, Mapping)}
    scales = _list(document, "scales")
    found = [scale for scale in scales if isinstance(scale, Mapping) and scale.get("key") in used]
    return {"scales": found} if found else {}


def _list(holder: object, name: str) -> list[Any]:
    found = holder.get(name) if isinstance(holder, Mapping) else None
    return found if isinstance(found, list) else []


def _loaded(document: Mapping[str, Any]) -> Questionnaire | None:
    try:
        return schema.load(document, "preview")
    except InvalidDocument:
        return None
