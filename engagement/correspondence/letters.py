"""The words of every letter: neutral outside, plain inside, the same in text and in HTML."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from engagement.consultations.deadlines import deadline_in_words
from engagement.consultations.models import Consultation
from engagement.consultations.page import page_of
from engagement.consultations.words import OtherFormats
from engagement.correspondence.receipts import CODE_MARK, REFERENCE_MARK, is_receipt
from engagement.correspondence.schedule import last_day
from engagement.correspondence.wording import FIELDS, Words, filled
from engagement.outbox.envelopes import Letter, one_line
from engagement.outbox.models import MessageKind

# Compiled once a process: a letter's words do not change while it runs.
_templates = Environment(
    loader=PackageLoader("engagement.correspondence", "templates"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter may say. Everything a locked screen could show is neutral."""

    council: str
    contact_email: str
    deadline: str
    closes_on: str
    other_ways: str
    link: str
    stop_link: str
    answered_link: str
    sheet_link: str
    sheet_number: int | None = None
    reference: str = REFERENCE_MARK
    about_code: str = CODE_MARK


def facts_of(
    consultation: Consultation,
    *,
    link: str,
    stop_link: str,
    answered_link: str,
    sheet_link: str,
    sheet_number: int | None = None,
) -> Facts:
    """The facts of one consultation, with the links that a letter carries."""
    closing = last_day(consultation.closes_at)
    return Facts(
        council=one_line(consultation.council_name),
        contact_email=one_line(consultation.contact_email),
        deadline=deadline_in_words(consultation.closes_at),
        closes_on=f"{closing.day} {closing:%B}",
        other_ways=_other_ways(page_of(consultation).other_formats, consultation.contact_email),
        link=link,
        stop_link=stop_link,
        answered_link=answered_link,
        sheet_link=sheet_link,
        sheet_number=sheet_number,
    )


def write(template: str, facts: Facts, words: Words | None = None) -> Letter:
    """The letter made from a template such as "schools/invitation", in the words that officers gave it, if they did."""
    values = asdict(facts)
    if words is not None:
        subject = one_line(filled(words.subject, values))
        text = _templates.get_template("edited.txt").render(
            values, words=filled(words.text, values), kind=kind_of(template)
        )
    else:
        subject = filled(_subject_of(template), values)
        text = _templates.get_template(f"{template}.txt").render(values)
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]
    page = _page(subject, paragraphs, {facts.link, facts.stop_link, facts.answered_link, facts.sheet_link})
    return Letter(subject, "\n\n".join(paragraphs) + "\n", page)


def ours(letter: str) -> Words:
    """Our own words for a letter, with its fields as officers write them."""
    template = _templates.get_template(f"{letter}.txt")
    written = "".join(template.blocks["letter"](template.new_context({name: f"{{{name}}}" for name in FIELDS})))
    paragraphs = (" ".join(paragraph.split()) for paragraph in written.split("\n\n") if paragraph.strip())
    return Words(_subject_of(letter), "\n\n".join(paragraphs))


def kind_of(template: str) -> str:
    """Which letter a template is of, such as "reminder", whoever it goes to and whatever its version."""
    return template.partition("/")[2].partition("@")[0]


def preview_of(template: str, consultation: Consultation, words: Words | None = None) -> Letter:
    """The letter made from a template as officers read it: the personal part of each link left open."""
    return write(template, _preview_facts(template, consultation), words)


def preview_values(template: str, consultation: Consultation) -> dict[str, object]:
    """What the fields of a letter say where officers read it."""
    return asdict(_preview_facts(template, consultation))


def _preview_facts(template: str, consultation: Consultation) -> Facts:
    base, kind = f"/{consultation.slug}", kind_of(template)
    ways = {
        MessageKind.NOTE.value: f"{base}/young-people",
        MessageKind.ACKNOWLEDGEMENT.value: base,
        MessageKind.NEW_ANSWERS.value: f"{base}/questions-and-answers",
        MessageKind.COLLEAGUE.value: f"{base}/schools/team/...",
    }
    link = ways.get(kind, f"{base}/i/...")
    facts = facts_of(
        consultation,
        link=link,
        stop_link=f"{base}/stop/...",
        answered_link=f"{base}/answered/...",
        sheet_link=f"{base}/information-sheet",
    )
    return replace(facts, reference="...")


def _subject_of(template: str) -> str:
    if template.endswith(f"/{MessageKind.ACKNOWLEDGEMENT}"):
        return "{council}: thank you for your views"
    if template.endswith(f"/{MessageKind.NEW_ANSWERS}"):
        return "{council}: questions and answers"
    return "{council}: your receipt" if is_receipt(template) else "{council}: your views, closes {closes_on}"


def _page(subject: str, paragraphs: list[str], links: Collection[str]) -> str:
    return _templates.get_template("layout.html").render(subject=subject, paragraphs=paragraphs, links=links)


def _other_ways(formats: OtherFormats | None, contact_email: str) -> str:
    email = formats.email if formats and formats.email else contact_email
    ways = f"You can also answer on paper or by phone. To do that, write to {one_line(email)}"
    if formats and formats.phone:
        ways += f" or call {one_line(formats.phone)}"
    if formats and formats.text_relay:
        ways += f" (text relay {one_line(formats.text_relay)})"
    return f"{ways}."
