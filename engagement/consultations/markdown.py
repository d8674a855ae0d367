"""Markdown as officers write it: paragraphs, lists, bold words, headings of one kind and links. All else is text.

What could run or load something (HTML, pictures, other kinds of address) is not switched off for safety alone: it has
no rule that reads it, so it is shown as it was typed. nh3 then looks at the finished HTML with a list of its own.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from engagement.councils.footer import is_web_address

# What is read beside paragraphs and plain text.
RULES = ("list", "heading", "newline", "escape", "emphasis", "link")
# The classes that the other words of the pages have.
CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet govuk-list--spaced",
    "ol": "govuk-list govuk-list--number govuk-list--spaced",
    "a": "govuk-link",
}
HEADING, LEAD = "govuk-heading-s", "govuk-body-l"
LEVELS = (2, 3, 4)
TAGS = {"p", "ul", "ol", "li", "strong", "a", *(f"h{level}" for level in LEVELS)}
BLOCKS = TAGS - {"li", "strong", "a"}
ATTRIBUTES = {tag: {"class", "lang", "dir"} for tag in BLOCKS} | {"a": {"class", "href"}}
MAILTO = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+(\?subject=[A-Za-z0-9%._-]*)?")
# What looks like a link, to tell officers of one whose address does not do.
LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]*)")


class _Renderer(RendererHTML):
    """Writes the few elements there are, with our classes; list items hold words, not paragraphs."""

    def em_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A single star or line marks nothing here: it stays the character that was typed."""
        return escapeHtml(tokens[idx].markup)

    em_close = em_open

    def softbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The end of a line within a paragraph."""
        return " "

    hardbreak = softbreak

    def renderToken(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        token = tokens[idx]
        if token.hidden:
            goes_on = token.nesting == -1 and tokens[idx + 1].type == "paragraph_open"
            return " " if goes_on else ""
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{env['level']}"
        if token.nesting == 1:
            css = HEADING if token.type == "heading_open" else CLASSES.get(token.tag)
            if token.tag == "p" and env["lead"]:
                css = LEAD
            if css:
                token.attrSet("class", css)
            if token.tag in BLOCKS and token.level == 0:
                for name, value in env["marks"].items():
                    token.attrSet(name, value)
        return super().renderToken(tokens, idx, options, env)


class _Reader(MarkdownIt):
    """Reads the few rules there are."""

    def validateLink(self, url: str) -> bool:
        return is_link(url)


def is_link(address: str) -> bool:
    """Whether a link may lead there: a web page by https, or an email to somebody."""
    return is_web_address(address) or MAILTO.fullmatch(address) is not None


def refused_links(text: str) -> list[str]:
    """Addresses in a text that are written as links and will not be any, in order."""
    return [address for address in LINK.findall(text) if not is_link(normalizeLink(address))]


def fault_of_links(text: str) -> str | None:
    """What is wrong with the first address that is written as a link and will not be one, if any is."""
    found = refused_links(text)
    return f'"{found[0][:80]}" cannot be a link. Begin it with https:// or mailto:.' if found else None


_markdown = _Reader("zero", renderer_cls=_Renderer).enable(list(RULES))


def as_html(text: str, *, level: int = 3, lead: bool = False, marks: Mapping[str, str] | None = None) -> str:
    """Safe HTML of a text. Its headings are of `level`, `lead` makes its paragraphs larger, `marks` are attributes of
    each outermost element."""
    return _as_html(text.strip(), level, lead, tuple(sorted((marks or {}).items())))


@lru_cache(maxsize=2048)
def _as_html(text: str, level: int, lead: bool, marks: tuple[tuple[str, str], ...]) -> str:
    env = {"level": level, "lead": lead, "marks": dict(marks)}
    tokens = _markdown.parse(text, env)
    _tighten(tokens)
    written = _markdown.renderer.render(tokens, _markdown.options, env)
    return nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def _tighten(tokens: Sequence[Token]) -> None:
    """Show no paragraphs within lists, so that an item looks the same with empty lines round it."""
    for token in tokens:
        if token.type in ("paragraph_open", "paragraph_close") and token.level > 0:
            token.hidden = True
