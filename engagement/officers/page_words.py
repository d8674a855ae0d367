"""What the public pages of a consultation say: each part on a page of its own, seen before it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts.roles import May
from engagement.consultations import page_changes
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation
from engagement.consultations.page_changes import Path, WordsRefused
from engagement.consultations.placeholders import facts_of, fill
from engagement.consultations.readiness import must_stay_known
from engagement.consultations.words import NATIONAL_HELP
from engagement.errors import Refused
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.guard import needs
from engagement.officers.notes import note
from engagement.officers.page_forms import Group, Piece, field_at, form_for, rows, written
from engagement.questionnaires.definition import AUDIENCES
from engagement.unit_of_work import unit_of_work

# Empty rows under those that are filled, and from how many rows in all on there are none.
MORE, MOST = 3, 30
NATIONAL = frozenset(contact.phone for contact in NATIONAL_HELP)
Document = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One page of words: the parts of the public page that it changes, and its fields.

    `shown` takes what the fields show out of a public page, `kept` puts what was written back into its parts, and `at`
    says where a place of the page is in what the fields show.
    """

    title: str
    parts: tuple[str, ...]
    groups: Callable[[Document], list[Group]]
    introduction: str = ""
    shown: Callable[[Document], Document] = dict
    kept: Callable[[Document, Document], Document] = lambda said, page: said
    at: Callable[[Path, Document], Path] = lambda place, page: place


def _some(part: str, document: Document) -> int:
    filled = len(document.get(part, ()))
    return max(filled, min(MOST, filled + MORE))


def _local_help(page: Document) -> list[Document]:
    return [contact for contact in page.get("help", ()) if contact.get("phone") not in NATIONAL]


def _national_help(page: Document) -> list[Document]:
    own = [contact for contact in page.get("help", ()) if contact.get("phone") in NATIONAL]
    there = {contact["phone"] for contact in own}
    return own + [
        {"name": contact.name, "text": contact.text, "phone": contact.phone}
        for contact in NATIONAL_HELP
        if contact.phone not in there
    ]


OF_ALL: Mapping[str, Part] = {
    "words": Part(
        "Page texts",
        ("heading", "summary", "why", "who", "settled", "open", "after_closing", "summary_due"),
        lambda _: [
            Group(
                (
                    Piece(
                        "heading", "Heading", hint="An invitation, for example: Help shape the future of our schools"
                    ),
                    Piece("summary", "Summary", "text", "Two sentences: what this is about, and who can say what."),
                    Piece("why", "Why we are asking", "text"),
                    Piece("who", "Who we are asking", "text"),
                    Piece("settled", "What is settled", "text", "What answers cannot change. Be honest about it."),
                    Piece("open", "What is still open", "text", "What answers can change."),
                    Piece("after_closing", "What happens after it closes", "text"),
                    Piece("summary_due", "When the summary is due", hint="For example: by the end of September 2027"),
                )
            )
        ],
    ),
    "key-dates": Part(
        "Key dates",
        ("key_dates",),
        lambda document: rows(
            "Date",
            "key_dates",
            _some("key_dates", document),
            (Piece("day", "Day", "day"), Piece("what", "What happens")),
        ),
        "The page always shows the opening day and the last day. To remove a date, empty its fields.",
    ),
    "ways-in": Part(
        "Ways in",
        ("ways_in",),
        lambda _: [
            Group(
                (
                    Piece("heading", "Heading"),
                    Piece("text", "What this survey is about", "text"),
                    Piece("button", "Button"),
                ),
                AUDIENCE_NAMES[audience],
                ("ways_in", number),
                (("audience", audience),),
            )
            for number, audience in enumerate(AUDIENCES)
        ],
        "How each audience is invited to its survey. The page shows those whose questionnaire is published.",
        shown=lambda page: {
            "ways_in": [
                next((way for way in page.get("ways_in", ()) if way["audience"] == audience), {})
                for audience in AUDIENCES
            ]
        },
    ),
    "help": Part(
        "Get help",
        ("help_text", "help"),
        lambda document: [
            Group((Piece("help_text", "What to say first", "text"),)),
            *rows(
                "Contact",
                "help",
                _some("help", document),
                (
                    Piece("name", "Name"),
                    Piece("text", "When to turn to them"),
                    Piece("phone", "Phone"),
                    Piece("web", "Website", hint="It begins with https://"),
                ),
            ),
        ],
        "999 and Childline always stand first. Add those who help where you are, and try each number.",
        shown=lambda page: {**page, "help": _local_help(page)},
        kept=lambda said, page: {**said, "help": _national_help(page) + said.get("help", [])},
        at=lambda place, page: (
            (place[0], int(place[1]) - len(_national_help(page)), *place[2:])
            if place[0] == "help" and len(place) > 1
            else place
        ),
    ),
    "other-formats": Part(
        "Other formats",
        ("other_formats",),
        lambda _: [
            Group(
                (
                    Piece("text", "What people can ask for", "text"),
                    Piece("email", "Email address"),
                    Piece("phone", "Phone"),
                    Piece("text_relay", "Text relay"),
                ),
                place=("other_formats",),
            )
        ],
    ),
}


def _notice(audience: str) -> Part:
    """The privacy notice for one audience, among those of the others."""

    def shown(page: Document) -> Document:
        found: Document = next((notice for notice in page.get("privacy", ()) if notice["audience"] == audience), {})
        return dict(found)

    def kept(said: Document, page: Document) -> Document:
        others = [notice for notice in page.get("privacy", ()) if notice["audience"] != audience]
        notices = [*others, {"audience": audience, **said}] if said else others
        return {"privacy": sorted(notices, key=lambda notice: AUDIENCES.index(notice["audience"]))}

    section = (Piece("heading", "Heading"), Piece("text", "Text", "text"))
    return Part(
        f"Privacy notice for {AUDIENCE_NAMES[audience].lower()}",  # type: ignore[index]  # one of the audiences
        ("privacy",),
        lambda document: [
            Group((Piece("heading", "Heading of this notice"),)),
            *rows("Section", "sections", _some("sections", document), section),
        ],
        "What this audience is told about its data, in words that suit it. The page adds the facts of data "
        "protection below it. To remove a section, empty its fields.",
        shown=shown,
        kept=kept,
        at=lambda place, page: place[2:] if place[0] == "privacy" else place,
    )


PARTS: Mapping[str, Part] = {
    **OF_ALL,
    **{f"privacy-{audience.replace('_', '-')}": _notice(audience) for audience in AUDIENCES},
}


ONE_OF_THEM = ", ".join(f'"{name}"' for name in PARTS)


@blueprint.route(f"/consultations/<slug>/set-up/<any({ONE_OF_THEM}):part>", methods=["GET", "POST"])
@needs(May.SET_UP)
def page_words(slug: str, part: str) -> ResponseReturnValue:
    """Change one part of what the public pages say, after seeing it."""
    consultation = consultations.find(db.session(), slug)
    about = PARTS[part]
    document = about.shown(dict(consultation.page))
    groups = about.groups(document)
    called = {group.field(piece): group.called(piece) for group in groups for piece in group.pieces}
    form = form_for(groups, document, page_changes.seen(consultation, about.parts))
    errors: list[tuple[str, str | None]] = []
    preview = False
    if form.validate_on_submit():
        said, fields = written(form, groups)
        if "preview" in request.form:
            preview = True
        else:
            try:
                _save(consultation, about, said, form["opened"].data)
            except WordsRefused as refusal:
                for place, sentence in refusal.faults.items():
                    name = field_at(about.at(place, consultation.page), fields, groups)
                    if name:
                        form.refuse(form[name], f"{called[name]}: {sentence[0].lower()}{sentence[1:]}")
                    else:
                        errors.append((sentence, None))
            except page_changes.ChangedMeanwhile as refusal:
                errors.append((str(refusal), None))
                form["opened"].data = page_changes.seen(consultation, about.parts)
            except Refused as refusal:
                errors.append((str(refusal), None))
            else:
                flash(f"Saved: {about.title}.", "success")
                return redirect(url_for("officers.check_list", slug=slug), 303)
    return render_template(
        "officers/page_words.html",
        consultation=consultation,
        part=about,
        groups=groups,
        form=form,
        has_texts=any(piece.kind == "text" for group in groups for piece in group.pieces),
        errors=[*errors, *form.faults],
        previewed=_preview(consultation, form, groups) if preview else [],
    )


def _save(consultation: Consultation, about: Part, said: Document, opened: str) -> None:
    with unit_of_work() as session:
        words: Document = dict.fromkeys(about.parts)
        words |= about.kept(said, dict(consultation.page))
        page_changes.change(session, consultation, words, opened=opened)
        must_stay_known(session, consultation, clock.now())
        note(session, "page words changed", consultation, part=about.title)


def _preview(consultation: Consultation, form: Any, groups: list[Group]) -> list[tuple[str, str]]:
    """The longer texts that were typed, with the facts that they name filled in."""
    facts = facts_of(consultation)
    return [
        (form[group.field(piece)].label.text, cast(str, fill(form[group.field(piece)].data, facts)))
        for group in groups
        for piece in group.pieces
        if piece.kind == "text" and form[group.field(piece)].data
    ]
