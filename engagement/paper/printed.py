"""The printed twin: a tagged PDF (PDF/UA-1) that can be posted, or read aloud by a screen reader."""

from collections.abc import Mapping
from dataclasses import asdict

from engagement.paper.cover import Cover, Layout
from engagement.paper.form import form_of
from engagement.paper.lettering import legible, named
from engagement.paper.typesetting import NoGlyph, tagged_pdf
from engagement.paper.wording import LANGUAGE, WORDING
from engagement.questionnaires.definition import Questionnaire


def pdf(questionnaire: Questionnaire, cover: Cover, layout: Layout, pictures: Mapping[str, bytes]) -> bytes:
    """The form as a PDF; the same input gives the same bytes. Raises CannotBePrinted.

    `pictures` holds SVG, PNG, JPEG or WebP files by name; an option whose picture is not among them shows words
    alone. A picture character that no font has is written as its name.
    """
    questionnaire, cover = legible((questionnaire, cover))
    try:
        return _set(questionnaire, cover, layout, pictures)
    except NoGlyph:
        questionnaire, cover = named((questionnaire, cover))
        return _set(questionnaire, cover, layout, pictures)


def _set(questionnaire: Questionnaire, cover: Cover, layout: Layout, pictures: Mapping[str, bytes]) -> bytes:
    form = form_of(questionnaire)
    document = {
        "layout": layout,
        "language": LANGUAGE,
        "words": asdict(WORDING[questionnaire.audience]),
        "cover": asdict(cover),
        "form": asdict(form),
        "pictures": {name: list(pictures[name]) for name in sorted(form.picture_names & pictures.keys())},
    }
    return tagged_pdf("paper.typ", document)
