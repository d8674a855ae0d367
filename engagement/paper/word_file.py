"""The Word twin: the same form to edit, or to fill in on a screen."""

import io
import zipfile
from collections.abc import Mapping

from engagement.paper.cover import Cover, Layout
from engagement.paper.form import form_of
from engagement.paper.lettering import legible
from engagement.paper.typesetting import png
from engagement.paper.wording import WORDING
from engagement.questionnaires.definition import Questionnaire

# The earliest that a zip file can say. The time of making would make two files of the same form differ.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def word(questionnaire: Questionnaire, cover: Cover, layout: Layout, pictures: Mapping[str, bytes]) -> bytes:
    """The form as a Word file; the same input gives the same bytes. Raises CannotBePrinted for a broken picture.

    `pictures` is as in `printed.pdf`.
    """
    # Only wanted where forms are made: never by a web process.
    from engagement.paper.word_builder import Builder
    from engagement.paper.word_styles import SIZES

    questionnaire, cover = legible((questionnaire, cover))
    form = form_of(questionnaire)
    drawn = {
        name: png("picture.typ", {"picture": list(pictures[name]), "width": SIZES[layout].picture})
        for name in sorted(form.picture_names & pictures.keys())
    }
    made = io.BytesIO()
    Builder(cover, WORDING[questionnaire.audience], layout, drawn).build(form).save(made)
    return _timeless(made)


def _timeless(file: io.BytesIO) -> bytes:
    """The same zip file, its members in the same order without the time."""
    timeless = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(timeless, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(zipfile.ZipInfo(member.filename, NO_TIME), old.read(member), zipfile.ZIP_DEFLATED)
    return timeless.getvalue()
