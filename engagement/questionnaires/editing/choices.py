"""What stands in lists: the options of a question or scale, and the rows of a matrix.

A line of a list is known by its key and never by its words or its place, because answers hang on keys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engagement.questionnaires.editing.document import Document, Table, copied, holder_of, question, say, scales
from engagement.questionnaires.editing.keys import PREFIXES, Earlier, for_option, keys_in, made_from
from engagement.questionnaires.measures import THEMES


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as somebody wrote it: the key of one that is there, or none for a new one. Without words it is removed.

    `settings` are those that the form asks for besides; what it does not ask for stays.
    """

    key: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)


def set_options(document: Document, holder_key: str, entries: Sequence[Entry], earlier: Earlier) -> Table:
    """The options of a question or scale as they were written. Whatever the form did not know of stays, at the end."""
    changed = copied(document)
    holder = holder_of(changed, holder_key)
    known = earlier.options.get(holder_key, {})
    options = _listed(holder.get("options", []), entries, lambda label, taken: for_option(label, taken, known))
    say(holder, {"options": options})
    if holder in scales(changed):
        holder.setdefault("options", [])
    return changed


def set_rows(document: Document, question_key: str, entries: Sequence[Entry], earlier: Earlier) -> Table:
    """The rows of a matrix as they were written. Whatever the form did not know of stays, at the end."""
    changed = copied(document)
    asked = question(changed, question_key)
    others = {*keys_in(document), *earlier.keys}
    prefix = PREFIXES[document["audience"]]

    def key_for(label: str, taken: set[str]) -> str:
        return made_from(label, {*others, *taken}, prefix=prefix, otherwise="row")

    say(asked, {"rows": _listed(asked.get("rows", []), entries, key_for)})
    return changed


def move(document: Document, holder_key: str, kept_in: str, key: str, by: int) -> Table:
    """A line of "options" or "rows" one place up (-1) or down (1), or where it was at either end."""
    changed = copied(document)
    lines = holder_of(changed, holder_key).get(kept_in, [])
    keys = [line["key"] for line in lines]
    here = keys.index(key) if key in keys else -1
    if here >= 0 and 0 <= here + by < len(lines):
        lines[here], lines[here + by] = lines[here + by], lines[here]
    return changed


def pasted(lines: Sequence[Mapping[str, str]], text: str) -> list[Entry]:
    """New entries for the lines of a text, without those whose words are there already."""
    there = {line["label"].strip().casefold() for line in lines}
    found = []
    for line in (" ".join(line.split()) for line in text.splitlines()):
        if line and line.casefold() not in there:
            there.add(line.casefold())
            found.append(Entry("", line))
    return found


def _listed(present: Sequence[Table], entries: Sequence[Entry], key_for: Callable[[str, set[str]], str]) -> list[Table]:
    """The lines that entries make of those that are present; keys of lines that go are not given to others."""
    by_key = {line["key"]: line for line in present}
    taken = set(by_key)
    mentioned: set[str] = set()
    lines = []
    for entry in entries:
        there = entry.key in by_key and entry.key not in mentioned
        mentioned.add(entry.key)
        label = entry.label.strip()
        if not label:
            continue
        line = dict(by_key[entry.key]) if there else {"key": key_for(label, taken)}
        taken.add(line["key"])
        say(line, {"label": label, **entry.settings})
        lines.append(line)
    return lines + [line for key, line in by_key.items() if key not in mentioned]


def with_themes(document: Document, question_key: str) -> Table:
    """The question with an option for each theme that it lacks, as the measure of priorities needs them."""
    changed = copied(document)
    options = question(changed, question_key).setdefault("options", [])
    there = {option["key"] for option in options}
    options += [{"key": theme.key, "label": theme.label} for theme in THEMES if theme.key not in there]
    return changed
