"""A translator's file is read, or refused in sentences that say what to put right."""

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.errors import InvalidDocument
from engagement.questionnaires.po_files import MOST_BYTES, Catalogue, needs_checking, read_po, write_po
from tests.questionnaires.documents import FILES

HEADER = 'msgid ""\nmsgstr ""\n"Language: pl\\n"\n\n'
TERM = 'msgctxt "s_term.text"\nmsgid "How long?"\nmsgstr "Jak długo?"\n'
GOOD = HEADER + TERM
NOT_PO = "is not PO; begin with the template and change only what stands after msgstr."
IN_ORDER = "an entry is msgctxt, msgid and msgstr in this order."

BROKEN: Mapping[str, tuple[str | bytes, str]] = {
    "nothing": ("", "the file is empty; begin with the template."),
    "white space": ("\n \n", "the file is empty; begin with the template."),
    "only remarks": ("# Polish\n", "the file is empty; begin with the template."),
    "only a header": (HEADER, "there are no translations in the file; begin with the template."),
    "a letter": ("Dear all,\n", f"line 1 {NOT_PO}"),
    "a picture": (b"\x89PNG\r\n", "byte 1 is not UTF-8; save the file as UTF-8."),
    "another encoding": (GOOD.encode("iso-8859-2"), "byte 91 is not UTF-8; save the file as UTF-8."),
    "a quotation mark left open": (GOOD.replace('długo?"', "długo?"), f"line 7 {NOT_PO}"),
    "a quotation mark within": (GOOD.replace("długo?", 'tak "długo"?'), f"line 7 {NOT_PO}"),
    "a character that cannot be kept": (GOOD.replace("długo", "d\0"), f"line 7 {NOT_PO}"),
    "a lost msgid": (GOOD.replace('msgid "How long?"\n', ""), f"line 6 does not belong after msgctxt; {IN_ORDER}"),
    "two translations of one text": (GOOD + 'msgstr "Ile?"\n', f"line 8 does not belong after msgstr; {IN_ORDER}"),
    "a remark within": (
        GOOD.replace('msgstr "Jak', '# long?\nmsgstr "Jak'),
        f"line 7 does not belong after msgid; {IN_ORDER}",
    ),
    "a text of nothing": ('"Language: pl\\n"\n', f"line 1 does not belong after comment; {IN_ORDER}"),
    "an entry cut off": (
        GOOD.partition('msgstr "Jak')[0],
        "the file ends after msgid; add the rest of its last entry.",
    ),
    "a plural": (
        GOOD.replace('msgstr "Jak', 'msgid_plural "How longs?"\nmsgstr[0] "Jak'),
        "line 7 is of a plural form, which questionnaires do not have; remove it.",
    ),
    "no language": (TERM, 'the header has no "Language"; add its code, such as "Language: pl".'),
    "a language in words": (
        GOOD.replace("Language: pl", "Language: Polish"),
        '"Language" is "Polish", which is not the code of a known language; write one such as "pl".',
    ),
    "English": (
        GOOD.replace("Language: pl", "Language: en_GB"),
        '"Language" is "en-GB", and questionnaires are in English already; name the other language.',
    ),
    "no context": (
        GOOD.replace('msgctxt "s_term.text"\n', ""),
        '"How long?" has no msgctxt; keep the msgctxt lines of the template.',
    ),
    "one text twice": (GOOD + TERM, '"s_term.text" is translated twice; keep one of the two.'),
    "a lost placeholder": (
        GOOD.replace("How long?", "Up to {limit} or %(most)s?"),
        '"s_term.text": the translation lacks "%(most)s" and "{limit}"; keep what is in braces as it is.',
    ),
    "a placeholder translated": (
        GOOD.replace("długo?", "{limit}?"),
        '"s_term.text": "{limit}" is not in the English text; remove it.',
    ),
}


def faults(content: str | bytes) -> list[str]:
    with pytest.raises(InvalidDocument) as refusal:
        read_po(content if isinstance(content, bytes) else content.encode(), "pl.po")
    return refusal.value.faults


@pytest.mark.parametrize(("content", "fault"), BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_cannot_be_used_is_refused_with_the_remedy(content: str | bytes, fault: str) -> None:
    assert faults(content) == [f"pl.po: {fault}"]


def test_a_file_of_two_megabytes_is_read_and_a_larger_one_is_refused() -> None:
    padded = GOOD.encode().ljust(MOST_BYTES)
    assert read_po(padded, "pl.po").language == "pl"
    assert faults(padded + b" ") == [
        "pl.po: the file is larger than 2 MB; send the translation of one questionnaire only."
    ]


def test_all_faults_of_the_entries_come_at_once() -> None:
    assert len(faults(TERM.replace("długo", "{x}") + TERM)) == 3


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("How long?", "How many of 50% of pupils?"),
        GOOD + '\n#~ msgctxt "gone.text"\n#~| msgid "Was?"\n#~ msgid "Gone?"\n#~ msgstr "Nie ma?"\n',
        GOOD.replace(TERM, "#: \u2068an odd place\n" + TERM),
        GOOD.replace("Language: pl\\n", 'POT-Creation-Date: someday\\n"\n"Language: pl\\n'),
    ],
    ids=["a mark at its start", "ends of lines of Windows", "a percentage", "old entries", "odd places", "odd dates"],
)
def test_what_editors_of_such_files_leave_behind_does_no_harm(content: str) -> None:
    (entry,) = read_po(content.encode(), "pl.po").entries()
    assert (entry.context, entry.string) == ("s_term.text", "Jak długo?")


@pytest.mark.parametrize(
    ("said", "unchecked"), [("", True), ("no", True), ("later", True), ("yes", False), ("Yes", False)]
)
def test_a_translation_needs_checking_until_its_file_says_that_a_person_did(said: str, unchecked: bool) -> None:
    header = f'"Language: pl\\n"\n"X-Human-Checked: {said}\\n"' if said else '"Language: pl\\n"'
    content = GOOD.replace('"Language: pl\\n"', header)
    assert needs_checking(read_po(content.encode(), "pl.po")) is unchecked


@pytest.mark.parametrize("checked", [True, False])
def test_a_catalogue_survives_being_written_and_read(checked: bool) -> None:
    catalogue = Catalogue("pt-BR", "# For the council.")
    catalogue.human_checked = checked
    catalogue.add('Say "yes"\nor \\no', "Diga\t{sim}", context="s_term.text").string = 'Diga "sim"\nou \\não'
    again = read_po(write_po(catalogue), "pt.po")
    assert (again.language, again.human_checked, again.header_comment) == ("pt-BR", checked, "# For the council.")
    (entry,) = again.entries()
    assert (entry.context, entry.id, entry.string) == ("s_term.text", 'Say "yes"\nor \\no', 'Diga "sim"\nou \\não')


PARTS = st.sampled_from(
    [
        *GOOD.splitlines(keepends=True),
        "#, fuzzy\n",
        "#~ x\n",
        "#: a\n",
        "\n",
        '"more"\n',
        '"\\n',
        "msgstr[0] ",
        "X",
        "\0",
    ]
)


def only_read_or_refused(content: bytes) -> None:
    named: list[str] = []
    try:
        catalogue = read_po(content, "pl.po")
    except InvalidDocument as refusal:
        named = refusal.faults
    assert named or catalogue.language == "pl"
    assert all(re.fullmatch(r"(?s)pl\.po: .+\.", fault) for fault in named)


@given(st.one_of(st.binary(), st.lists(PARTS, max_size=12).map(lambda parts: "".join(parts).encode())))
def test_whatever_a_file_holds_it_is_read_or_refused_in_sentences(content: bytes) -> None:
    only_read_or_refused(content)


@given(st.data())
def test_a_shipped_file_with_a_piece_cut_out_is_read_or_refused_in_sentences(data: st.DataObject) -> None:
    content = FILES["young_people"].with_name("nmiss.pl.po").read_bytes()
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    only_read_or_refused(content[:start] + content[end:])
