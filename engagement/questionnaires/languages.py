"""Languages by their codes: what each calls itself, and which way it is written."""

import re

from babel import Locale, UnknownLocaleError

# What questionnaires are written in, and what is shown where there is no translation.
ENGLISH = "en"
CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def locale_of(language: str) -> Locale | None:
    """What is known about a language by its code (`pl`, `pa-Arab`), or None where no such language is known."""
    if not CODE.fullmatch(language):
        return None
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def name_of(language: str) -> str:
    """The name of a language as those who speak it write it, or its code where it is not known."""
    locale = locale_of(language)
    name = (locale.get_display_name() if locale else None) or language
    return name[:1].upper() + name[1:]


def name_in_english(language: str) -> str:
    """What officers call a language, or its code where it is not known."""
    locale = locale_of(language)
    return (locale.get_display_name("en") if locale else None) or language


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    locale = locale_of(language)
    return locale is not None and locale.text_direction == "rtl"
