"""What the public pages and the information sheet say, as values."""

from dataclasses import dataclass
from datetime import date

from engagement.questionnaires.definition import AudienceName

# Documents that people may be given, by how their names end.
KINDS = {"pdf": "PDF", "docx": "Word document", "odt": "ODT"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what it shows for those who do not see it.

    It is `file` among the built assets, or else `uploaded`: the name of a published file of the consultation.
    """

    alternative: str
    file: str = ""
    uploaded: str = ""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A document for people to read: its title, the name of its published file, and its size in bytes."""

    title: str
    file: str
    size: int

    @property
    def kind(self) -> str:
        """What to open it with, as people say it."""
        return KINDS[self.file.rpartition(".")[2]]

    @property
    def size_in_words(self) -> str:
        """For example "1.2 MB" or "340 kB"."""
        return f"{self.size / 1_000_000:.1f} MB" if self.size >= 1_000_000 else f"{max(1, self.size // 1000)} kB"


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day and what happens on it."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class WayIn:
    """How one audience is invited to its survey."""

    audience: AudienceName
    heading: str
    text: str
    button: str


@dataclass(frozen=True, slots=True)
class HelpContact:
    """Somebody to turn to. `phone` and `web` are for dialling and following; either may be missing."""

    name: str
    text: str = ""
    phone: str = ""
    web: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What one audience is told about its data."""

    audience: AudienceName
    heading: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class OtherFormats:
    """How to get all this in another form, and from whom."""

    text: str
    email: str = ""
    phone: str = ""
    text_relay: str = ""


# Open to every child and adult in the country, so a page that names nobody still shows somebody.
NATIONAL_HELP = (
    HelpContact("If you or somebody else is in danger now", "Call 999. It is free.", "999"),
    HelpContact("Childline, for anybody under 19", "Call at any time, day or night. It is free.", "0800 1111"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a consultation's public pages; what is left out is not shown.

    `summary_due` says when the summary is due, as in "by the end of September 2025".
    """

    heading: str = ""
    summary: str = ""
    picture: Picture | None = None
    why: str = ""
    who: str = ""
    settled: str = ""
    open: str = ""
    key_dates: tuple[KeyDate, ...] = ()
    ways_in: tuple[WayIn, ...] = ()
    after_closing: str = ""
    summary_due: str = ""
    help_text: str = ""
    help: tuple[HelpContact, ...] = NATIONAL_HELP
    other_formats: OtherFormats | None = None
    documents: tuple[ToRead, ...] = ()
    privacy: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A word that not everybody knows, and what it means."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A Background and Context information sheet."""

    heading: str
    sections: tuple[Section, ...]
    glossary: tuple[Term, ...] = ()
