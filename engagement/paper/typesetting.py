"""Typst, kept behind one door: people's words go in as JSON and are only ever shown as text."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from engagement.errors import EngagementError

HERE = Path(__file__).parent
TEMPLATES, FONTS = HERE / "templates", HERE / "fonts"
# What typst says of a character that no font on the machine can show.
NO_GLYPH = "could not be displayed with font"


class CannotBePrinted(EngagementError):
    """A text or a picture that cannot be set; the message is typst's own."""


class NoGlyph(CannotBePrinted):
    """A character that no font on this machine can show."""


def tagged_pdf(template: str, document: Mapping[str, object]) -> bytes:
    """A PDF that keeps PDF/UA-1, made by a template from what it reads as JSON. Raises CannotBePrinted."""
    return _made(template, document, "pdf", ["ua-1"])


def png(template: str, document: Mapping[str, object]) -> bytes:
    """The one page that a template makes, as a picture. Raises CannotBePrinted."""
    return _made(template, document, "png", [])


def _made(
    template: str, document: Mapping[str, object], kind: Literal["pdf", "png"], standards: list[Literal["ua-1"]]
) -> bytes:
    # Large, and only wanted where forms are made: never by a web process.
    import typst

    try:
        made, complaints = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=[FONTS],
            format=kind,
            ppi=200,
            pdf_standards=[*standards],
            sys_inputs={"document": json.dumps(document)},
        )
    except typst.TypstError as problem:
        raise (NoGlyph if NO_GLYPH in problem.message else CannotBePrinted)(problem.message) from problem
    for complaint in complaints:
        warnings.warn(complaint.message, stacklevel=3)
    return made
