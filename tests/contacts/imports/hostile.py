"""Names, addresses and files that mean harm, for Hypothesis to make more of."""

import csv
import io
from collections.abc import Sequence

from hypothesis import strategies as st

Line = tuple[str, str, str, str]

PIECES = [
    *"\r\n\0\t\v\f\x1b\x7f\x85\u2028\u2029\u202e\u200b\ufeff\ud7ff\ue000\uffff\U0010ffff",
    *"=+-@＝＋－＠'\"<>&;,|`%:()[]\\ ",
    "\r\nBcc: victim@evil.example",
    "%0aTo:x@evil.example",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "'; DROP TABLE contacts; --",
    "a@b.example",
    "xn--",
    "..",
    "École",
    "e\u0301",
    "x" * 70,
]
words = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=5).map("".join)
before_the_at = st.one_of(st.sampled_from(["jo", "office", "o'neil", "a+b"]), words)
domains = st.one_of(st.sampled_from(["one.example", "bücher.example", "[127.0.0.1]"]), words)
addresses = st.one_of(
    words,
    st.tuples(before_the_at, domains).map("@".join),
    st.tuples(words, st.just("jo@one.example"), words).map("".join),
)
lines: st.SearchStrategy[list[Line]] = st.lists(st.tuples(addresses, words, words, words), min_size=1, max_size=4)


def file_of(lines: Sequence[Line]) -> bytes:
    """A file with these cells exactly as they are."""
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("email", "name", "school", "phase"), *lines])
    return file.getvalue().encode()
