"""What officers write becomes paragraphs, lists, headings, bold words and links, and nothing else."""

import pytest

from engagement.consultations import markdown

P = '<p class="govuk-body">{}</p>'
UL = '<ul class="govuk-list govuk-list--bullet govuk-list--spaced">{}</ul>'
A = '<a href="{}" class="govuk-link" rel="noopener noreferrer">{}</a>'


def shown(text: str) -> str:
    return markdown.as_html(text).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  \n \n", ""),
        ("One line.", P.format("One line.")),
        ("A line\nthat goes on.", P.format("A line that goes on.")),
        ("First.\n \n\n\nSecond.", P.format("First.") + P.format("Second.")),
        ("- one\n- two", UL.format("<li>one</li><li>two</li>")),
        ("- one\n  goes on\n- two", UL.format("<li>one goes on</li><li>two</li>")),
        ("- one\n\n- two", UL.format("<li>one</li><li>two</li>")),
        ("Before:\n\n- one\n\nAfter.", P.format("Before:") + UL.format("<li>one</li>") + P.format("After.")),
        ("A dash - inside - is no list.", P.format("A dash - inside - is no list.")),
        (
            "1. one\n2. two",
            '<ol class="govuk-list govuk-list--number govuk-list--spaced"><li>one</li><li>two</li></ol>',
        ),
        ("# Any\n\n### heading", '<h3 class="govuk-heading-s">Any</h3><h3 class="govuk-heading-s">heading</h3>'),
        ("Say **this**.", P.format("Say <strong>this</strong>.")),
        ("*once* and _once_ and a*b", P.format("*once* and _once_ and a*b")),
        ("[the law](https://www.legislation.gov.uk)", P.format(A.format("https://www.legislation.gov.uk", "the law"))),
        ("[write](mailto:a_b@council.example)", P.format(A.format("mailto:a_b@council.example", "write"))),
        ("Tom & Jerry's &amp; &lt;b&gt;", P.format("Tom &amp; Jerry's &amp;amp; &amp;lt;b&amp;gt;")),
        ("`code` and ~~gone~~", P.format("`code` and ~~gone~~")),
    ],
)
def test_a_text_looks_as_its_few_signs_say(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1)>bold</b>",
        "[click](javascript:alert(1))",
        "[click](  JaVaScRiPt:alert(1))",
        "[click](java&#10;script:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "[click](vbscript:x)",
        "[click](http://plain.example)",
        "[click](//other.example)",
        "[click](/officers/)",
        "[click](https://kent.gov.uk@evil.example)",
        "[click](mailto:a@b.example?body=x&attach=y)",
        "![picture](https://evil.example/x.png)",
        "<https://evil.example>",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "```\n<script>\n```",
        "> quoted <script>",
        "    <script>indented</script>",
        "| a | b |\n|---|---|\n| <script> | c |",
    ],
)
def test_what_could_run_or_load_something_is_shown_as_it_was_typed(text: str) -> None:
    page = shown(text)
    tags = [part.split(">")[0] for part in page.split("<")[1:]]
    assert {tag.split()[0].strip("/") for tag in tags} <= {"p", "a"}
    addresses = [tag for tag in tags if "href" in tag]
    assert all('href="https://evil.example/x.png"' in tag for tag in addresses)


def test_words_of_another_language_are_marked_once_at_each_outermost_element() -> None:
    page = markdown.as_html("One.\n\n- two\n- three", marks={"lang": "en", "dir": "ltr"})
    assert page.count('lang="en"') == page.count('dir="ltr"') == 2


def test_an_officer_is_told_of_links_that_will_not_be_any() -> None:
    text = "[a](www.kent.gov.uk), [b](https://kent.gov.uk), [c](mailto:x@kent.gov.uk), [d](javascript:alert(1))"
    assert markdown.refused_links(text) == ["www.kent.gov.uk", "javascript:alert(1"]
