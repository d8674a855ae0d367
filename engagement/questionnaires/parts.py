"""A document while it is being checked: its parts at hand, each with the path that leads to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engagement.questionnaires.faults import Path, node_at, place

Loaded = Mapping[str, Any]
Part = tuple[Path, Loaded]


class Parts:
    """The parts of a document in order. Of several with one key, the first is the one that others mean."""

    def __init__(self, raw: object, loaded: Loaded) -> None:
        self._raw = raw
        self.audience = loaded.get("audience")
        self.scales = list(_within([((), loaded)], "scales"))
        self.sections = list(_within([((), loaded)], "sections"))
        self.questions = list(_within(self.sections, "questions"))
        self.rows = list(_within(self.questions, "rows"))
        self.options = list(_within((*self.scales, *self.questions), "options"))
        self.scale: dict[str, Part] = {part[1]["key"]: part for part in reversed(self.scales) if "key" in part[1]}
        self.question: dict[str, Part] = {part[1]["key"]: part for part in reversed(self.questions) if "key" in part[1]}

    def place(self, path: Path) -> str:
        """A path in words."""
        return place(self._raw, path)

    def says(self, path: Path, setting: str) -> bool:
        """Whether the document has this setting there, well formed or not."""
        node = node_at(self._raw, path)
        return isinstance(node, Mapping) and setting in node

    def holder(self, question: Part) -> Part:
        """What holds the options of a question: its scale, or else itself."""
        return self.scale.get(question[1].get("scale", ""), question)


def _within(holders: Iterable[Part], name: str) -> Iterator[Part]:
    for path, holder in holders:
        for position, part in enumerate(holder.get(name, ())):
            yield (*path, name, position), part
