"""The language of a request: the one that its browser's person chose, with the site's own texts in it."""

from typing import cast

import flask_babel
from babel import Locale
from babel.support import NullTranslations
from flask import Flask, has_request_context, request, session
from markupsafe import Markup, escape

from engagement import site_texts
from engagement.questionnaires.languages import ENGLISH, is_right_to_left, locale_of, name_of
from engagement.questionnaires.po_files import needs_checking
from engagement.questionnaires.translation import capitalised

# What people may choose to read pages in; each but English has a file of the site's texts.
OFFERED = (ENGLISH, "pl")
# Where a browser's session keeps the language that its person chose.
PLACE = "language"
# Officers work in English, whatever the browser chose before.
ENGLISH_ONLY = frozenset({"officers"})


class Texts(flask_babel.Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """The site's own texts in every language, straight from the translators' PO files."""

    def get_translations(self) -> NullTranslations:
        """The texts of the request's language; English ones outside a request."""
        return site_texts.texts(str(flask_babel.get_locale() or ENGLISH))


class Later(flask_babel.LazyString):  # type: ignore[misc]  # as above
    """A text that is translated each time it is shown. It is plain text, so HTML escapes it as any other."""

    def __html__(self) -> str:
        return escape(str(self))


def chosen() -> str:
    """The language that this browser's person chose, if it is offered; English otherwise, and without a browser."""
    if not has_request_context() or request.blueprint in ENGLISH_ONLY:
        return ENGLISH
    language: str = session.get(PLACE, ENGLISH)
    return language if language in OFFERED else ENGLISH


def choose(language: str) -> None:
    """Show this browser's person everything in a language from now on; what is not offered changes nothing."""
    if language in OFFERED:
        session[PLACE] = language
        flask_babel.refresh()


def forget() -> None:
    """Back to English, for the next person at this screen."""
    session.pop(PLACE, None)
    flask_babel.refresh()


def gettext(text: str, **values: object) -> str:
    """A text in the language of the request; `values` fill its placeholders, as in "%(count)s left"."""
    return cast(str, flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """A text that depends on a number, which is its placeholder `%(num)s`."""
    return cast(str, flask_babel.ngettext(one, many, num, **values))


def for_any_number(text: str) -> dict[str, str]:
    """A text that reads well with every number, for a script that looks it up by the language's plural forms."""
    locale = locale_of(chosen()) or Locale(ENGLISH)
    return dict.fromkeys(sorted({*locale.plural_form.tags, "other"}), text)


def lazy_gettext(text: str) -> str:
    """A text that is translated each time it is shown, for words that stand in a module."""
    return cast(str, Later(flask_babel.gettext, text))


def is_unchecked() -> bool:
    """Whether nobody who speaks the language of the request has checked the site's texts in it."""
    return chosen() != ENGLISH and needs_checking(site_texts.catalogue(chosen()))


def offered() -> list[tuple[str, str]]:
    """The languages that people may choose, as (code, the name that its speakers give it)."""
    return [(language, name_of(language)) for language in OFFERED]


def marked_english() -> Markup:
    """The attributes of an element whose words are English on every page, such as what officers wrote."""
    return Markup("") if chosen() == ENGLISH else Markup(' lang="en" dir="ltr"')


def english(text: str) -> str:
    """Words that are English on every page, so that screen readers speak them right and lines run their way."""
    return text if chosen() == ENGLISH else Markup('<span lang="en" dir="ltr">{}</span>').format(text)


def direction(language: str) -> str:
    """Which way a language is written, as HTML says it."""
    return "rtl" if is_right_to_left(language) else "ltr"


def _locale() -> Locale | None:
    return locale_of(chosen())


def register(app: Flask) -> None:
    """Teach the app's templates `_()` and `ngettext()`, and to say which language words are in."""
    babel = flask_babel.Babel()
    babel.domain_instance = Texts()
    babel.init_app(app, locale_selector=_locale)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(
        page_language=chosen,
        direction=direction,
        marked_english=marked_english,
        languages_offered=offered,
        is_unchecked=is_unchecked,
    )
    # `plain` is for places that hold no elements: a title, an option, an attribute.
    app.jinja_env.filters.update(english=english, capitalised=capitalised, for_any_number=for_any_number, plain=str)
