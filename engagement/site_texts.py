"""The site's own texts in other languages, straight from the translators' PO files: there is nothing to compile."""

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser
from babel.support import NullTranslations, Translations

from engagement.questionnaires.languages import locale_of
from engagement.questionnaires.po_files import Catalogue

FOLDER = Path(__file__).parent / "translations"


class SiteCatalogue(Catalogue):
    """A language's texts of the site. Unlike those of questionnaires, they may depend on a number."""

    def __init__(self, language: str, header_comment: str = "#") -> None:
        super().__init__(language, header_comment)
        self.locale = locale_of(language)

    def headers(self) -> list[tuple[str, str]]:
        """The headers as they are written."""
        language, *others = super().headers()
        return [language, ("Plural-Forms", self.plural_forms), *others]


def place(language: str) -> Path:
    """Where the file of a language is."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: str) -> SiteCatalogue:
    """What a language's file holds, read once a process; nothing where there is no file."""
    found = SiteCatalogue(language)
    if place(language).exists():
        PoFileParser(found, abort_invalid=True).parse(place(language).read_text().splitlines())
    return found


@cache
def texts(language: str) -> NullTranslations:
    """A language's texts to look up; what is missing or unfinished (fuzzy) stays English."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)
