"""Saying what is wrong in a document: the place in words, and the nearest thing that would be right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

# A path leads into a document: ("sections", 1, "questions", 0).
Path = tuple[str | int, ...]
# Where something is wrong, and what, as a sentence that does not name the place.
Fault = tuple[Path, str]

LONGEST_LIST = 15

NOUNS = {"scales": "scale", "sections": "section", "questions": "question", "options": "option", "rows": "row"}


def node_at(document: object, path: Path) -> Any:
    """What stands at a path, or None where there is nothing."""
    node: Any = document
    for step in path:
        if isinstance(step, int):
            is_list = isinstance(node, Sequence) and not isinstance(node, str)
            node = node[step] if is_list and step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    return node


def place(document: object, path: Path) -> str:
    """A path in words, by key where there is one: `section "contract", question "s_term"`."""
    words: list[str] = []
    for depth, step in enumerate(path, start=1):
        if isinstance(step, int):
            noun = NOUNS.get(str(path[depth - 2]), "entry")
            node = node_at(document, path[:depth])
            key = node.get("key") if isinstance(node, Mapping) else None
            words.append(f'{noun} "{key}"' if key and isinstance(key, str) else f"{noun} {step + 1}")
        elif step not in NOUNS:
            words.append(f'"{step}"')
    return ", ".join(words) or "top level"


def sentences(messages: Mapping[Any, Any], document: object) -> Iterator[str]:
    """One sentence for each message of a marshmallow error, with its place in words."""
    return (f"{place(document, path)}: {fault}" for path, fault in placed(messages))


def placed(messages: Mapping[Any, Any], path: Path = ()) -> Iterator[Fault]:
    """What each message of a marshmallow error says, and where; messages are predicates: `is missing; add it.`"""
    for name, found in messages.items():
        if isinstance(found, Mapping):
            yield from placed(found, (*path, name))
        elif name == "_schema":
            yield from ((path, message) for message in found)
        else:
            subject = f'"{name}"' if isinstance(name, str) else f"entry {name + 1}"
            yield from ((path, f"{subject} {message}") for message in found)


def suggestion(wrong: object, right: Collection[str]) -> str:
    """What to write instead: the one that looks alike, or else all there are, unless they are very many."""
    close = get_close_matches(str(wrong), right, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"use {one_of(right)}." if 0 < len(right) <= LONGEST_LIST else "correct it or remove it."


def one_of(names: Collection[str], word: str = "or") -> str:
    """Names in a row: `"a", "b" or "c"`."""
    quoted = [f'"{name}"' for name in names]
    return f" {word} ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)
