"""The forms that every published version has: three to print and one to type in."""

from dataclasses import dataclass
from typing import Literal

from engagement.paper.cover import Layout

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Kind:
    """One form. `name` is the end of its address."""

    name: str
    layout: Layout
    suffix: Literal[".pdf", ".docx"]

    @property
    def media_type(self) -> str:
        """As browsers are told it."""
        return "application/pdf" if self.suffix == ".pdf" else WORD


KINDS = (
    Kind("standard.pdf", "standard", ".pdf"),
    Kind("large-print.pdf", "large_print", ".pdf"),
    Kind("easy-read.pdf", "easy_read", ".pdf"),
    Kind("word.docx", "standard", ".docx"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
