"""Forms for the words of public pages: fields stand for places in a page's document, there and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from wtforms import Field, HiddenField
from wtforms.validators import Optional, ValidationError

from engagement.consultations.markdown import fault_of_links
from engagement.consultations.page_changes import Path
from engagement.officers.day_fields import day_field
from engagement.officers.fields import AtMost, Form, line, lines, typed

LONGEST_LINE, LONGEST_TEXT = 300, 6000


class Piece(NamedTuple):
    """One field: the setting it fills, what it is called and what kind of thing is typed."""

    name: str
    label: str
    kind: Literal["line", "text", "day"] = "line"
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together: one table at a place of the document. `fixed` settings come with it unseen."""

    pieces: tuple[Piece, ...]
    legend: str = ""
    place: Path = ()
    fixed: tuple[tuple[str, str], ...] = ()

    def field(self, piece: Piece) -> str:
        """What a field is called in the form."""
        return "-".join(str(step) for step in (*self.place, piece.name))

    def called(self, piece: Piece) -> str:
        """What a field is called where it stands alone, such as "Contact 2, Phone"."""
        return f"{self.legend}, {piece.label}" if self.legend else piece.label


class GoodLinks:
    """Checks that what is written as a link will be one."""

    def __call__(self, form: Form, field: Field) -> None:
        if fault := fault_of_links(field.data or ""):
            raise ValidationError(fault)


def rows(legend: str, part: str, count: int, pieces: tuple[Piece, ...]) -> list[Group]:
    """Groups for the rows of a list, numbered from 1 for people."""
    return [Group(pieces, f"{legend} {number + 1}", (part, number)) for number in range(count)]


def form_for(groups: list[Group], document: Mapping[str, Any], opened: str) -> Form:
    """A form whose fields show what a document says now, or what was just typed."""
    fields: dict[str, Any] = {"opened": HiddenField()}
    said: dict[str, Any] = {"opened": opened}
    for group in groups:
        for piece in group.pieces:
            fields[group.field(piece)] = _field(piece)
            found = _table_at(document, group.place).get(piece.name)
            said[group.field(piece)] = date.fromisoformat(found) if piece.kind == "day" and found else found
    made: Form = type("WordsForm", (Form,), fields)(data=said)
    return made


def written(form: Form, groups: list[Group]) -> tuple[dict[str, Any], dict[Path, str]]:
    """What a form says as a document, and by each place of that document the form's field.

    Rows in which nothing was typed are left out, so those after them move up.
    """
    document: dict[str, Any] = {}
    fields: dict[Path, str] = {}
    for group in groups:
        said = {piece.name: _value(form[group.field(piece)]) for piece in group.pieces}
        filled = {name: value for name, value in said.items() if value}
        if group.place and not filled:
            continue
        table, place = _table_for(document, group.place)
        table.update(group.fixed if filled else (), **filled)
        fields |= {(*place, piece.name): group.field(piece) for piece in group.pieces}
    return document, fields


def field_at(place: Path, fields: Mapping[Path, str], groups: list[Group]) -> str | None:
    """The field of a place; of a list that is missing as a whole, the first field of its first row."""
    parts = (
        group.field(piece)
        for group in groups
        for piece in group.pieces
        if (*group.place, piece.name)[: len(place)] == place
    )
    return fields.get(place) or next(parts, None)


def _field(piece: Piece) -> Field:
    if piece.kind == "day":
        return day_field(piece.label, piece.hint, (Optional(),))
    if piece.kind == "text":
        return lines(piece.label, AtMost(LONGEST_TEXT), GoodLinks(), hint=piece.hint)
    return line(piece.label, AtMost(LONGEST_LINE), hint=piece.hint)


def _value(field: Field) -> str:
    return field.data.isoformat() if isinstance(field.data, date) else typed(field)


def _table_at(document: Mapping[str, Any], place: Path) -> Mapping[str, Any]:
    found: Any = document
    for step in place:
        if isinstance(step, int):
            found = found[step] if isinstance(found, list) and step < len(found) else {}
        else:
            found = found.get(step, {})
    return found  # type: ignore[no-any-return]  # documents hold tables at these places


def _table_for(document: dict[str, Any], place: Path) -> tuple[dict[str, Any], Path]:
    """The table to write to, made if it is not there, and where it stands."""
    if not place:
        return document, place
    if len(place) == 1:
        return document.setdefault(str(place[0]), {}), place
    table_list = document.setdefault(str(place[0]), [])
    table_list.append({})
    return table_list[-1], (place[0], len(table_list) - 1)
