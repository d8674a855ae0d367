"""What must hold across a whole document: keys, kinds and their settings, conditions, measures."""

from collections.abc import Iterator

from engagement.questionnaires.answer_kinds import KINDS
from engagement.questionnaires.confidential import LONGEST_KEY
from engagement.questionnaires.definition import LEANINGS
from engagement.questionnaires.faults import Fault, Path, one_of, suggestion
from engagement.questionnaires.measures import MEASURES, PRIORITY, SIDES, THEME_KEYS, is_theme
from engagement.questionnaires.parts import Loaded, Part, Parts

Found = Iterator[Fault]

# The settings that only some kinds take; the table of kinds says which.
PARTICULAR = frozenset[str]().union(*(kind.settings for kind in KINDS.values()))
CHOOSING = [name for name, kind in KINDS.items() if kind.chooses]


def check(raw: object, loaded: Loaded) -> Found:
    """Every fault between the parts of a document.

    `loaded` holds what is well formed in `raw`. The rest has been named as a fault already, so whether
    something is missing is judged by `raw`, and what it means by `loaded`.
    """
    parts = Parts(raw, loaded)
    apart = (_kept_apart, _confidential)
    for rule in (_keys, _settings, _limits, _scales, _conditions, _measures, _leanings, *apart, _doors, _sending):
        yield from rule(parts)


def _keys(parts: Parts) -> Found:
    taken: dict[tuple[Path, str], Path] = {}
    for path, part in (*parts.scales, *parts.sections, *parts.questions, *parts.rows, *parts.options):
        # Questions and rows are fields of one form, so their keys must differ across the whole document. Scales must
        # differ from them too: the options of both are translated under such a key.
        rivals = ("fields",) if path[-2] in ("scales", "questions", "rows") else path[:-1]
        if "key" in part:
            first = taken.setdefault((rivals, part["key"]), path)
            if first != path:
                yield path, f'the key "{part["key"]}" is used already, at {parts.place(first[:-2])}; choose another.'


def _settings(parts: Parts) -> Found:
    for path, question in parts.questions:
        if "kind" not in question:
            continue
        name, kind = question["kind"], KINDS[question["kind"]]
        said = {setting for setting in PARTICULAR if parts.says(path, setting)}
        for setting in sorted(said - kind.settings):
            takers = [other for other in KINDS if setting in KINDS[other].settings]
            yield path, f'"{setting}" is only for {one_of(takers)}; remove it or change the kind.'
        if kind.chooses and not said & {"options", "scale"}:
            yield path, f'a "{name}" question needs options; add "options" or "scale".'
        if kind.chooses and {"options", "scale"} <= said:
            yield path, '"options" and "scale" are both given; keep one of them.'
        if "rows" in kind.settings:
            for setting in sorted({"rows", "scale"} - said):
                yield path, f'"{setting}" is missing and a "{name}" question needs it; add it.'


def _limits(parts: Parts) -> Found:
    for path, question in parts.questions:
        minimum, maximum = question.get("minimum"), question.get("maximum")
        if minimum is not None and maximum is not None and minimum > maximum:
            yield path, f'"minimum" is {minimum} and "maximum" is {maximum}; make "minimum" the smaller one.'


def _scales(parts: Parts) -> Found:
    for path, question in parts.questions:
        name = question.get("scale")
        if name is not None and name not in parts.scale:
            yield path, f'"scale" is "{name}", which is not among the scales; {suggestion(name, parts.scale)}'


def _conditions(parts: Parts) -> Found:
    for path, holder in (*parts.sections, *parts.questions):
        if "show_when" not in holder:
            continue
        ways = [way for way in ("any_of", "none_of") if parts.says((*path, "show_when"), way)]
        if len(ways) != 1:
            yield path, f'"show_when" has {"both" if ways else "neither"} of "any_of" and "none_of"; give one of them.'
        name = holder["show_when"].get("question")
        earlier = [key for key, (where, _) in parts.question.items() if where < path][::-1]
        if name is None:
            continue
        if name not in parts.question:
            yield path, f'"show_when" names question "{name}", which does not exist; {suggestion(name, earlier)}'
        elif name not in earlier:
            yield path, f'"show_when" names question "{name}", which is not asked earlier; move it up or name another.'
        else:
            yield from ((path, fault) for fault in _chosen(parts, holder["show_when"], parts.question[name]))


def _chosen(parts: Parts, condition: Loaded, controlling: Part) -> Iterator[str]:
    name, kind = condition["question"], controlling[1].get("kind")
    options = [option["key"] for option in parts.holder(controlling)[1].get("options", ()) if "key" in option]
    if kind is not None and kind not in CHOOSING:
        kinds = one_of(CHOOSING)
        yield f'"show_when" names question "{name}" of kind "{kind}", which has no options; name a {kinds} question.'
    elif options:
        for key in (*condition.get("any_of", ()), *condition.get("none_of", ())):
            if key not in options:
                hint = suggestion(key, options)
                yield f'"show_when" names option "{key}", which question "{name}" does not have; {hint}'


def _measures(parts: Parts) -> Found:
    for path, part in (*parts.questions, *parts.rows):
        key, kind = part.get("measure"), part.get("kind", "row")
        if key is None:
            continue
        if key not in MEASURES:
            yield path, f'"measure" is "{key}", which is not a known measure; {suggestion(key, MEASURES)}'
        elif key == PRIORITY.key and kind != "multi":
            yield path, f'the measure "{key}" is only for "multi" questions; name another or change the kind.'
        elif key == PRIORITY.key:
            yield from ((path, fault) for fault in _themes_to_choose((path, part), parts))
        elif kind == "multi":
            yield path, f'the measure "{key}" is not for "multi" questions; name another or change the kind.'


def _themes_to_choose(question: Part, parts: Parts) -> Iterator[str]:
    keys = {option["key"] for option in parts.holder(question)[1].get("options", ()) if "key" in option}
    if keys and (lacking := sorted(THEME_KEYS - keys)):
        yield f'the measure "{PRIORITY.key}" needs an option for each theme; add {one_of(lacking, "and")}.'
    if strange := sorted(keys - THEME_KEYS):
        yield f'the measure "{PRIORITY.key}" takes only themes as options; remove {one_of(strange, "and")}.'


def _leanings(parts: Parts) -> Found:
    question_at = dict(parts.questions)
    # Many rows share a scale: it is judged once, by the first theme that uses it.
    themes: dict[Path, tuple[str, list[Loaded]]] = {}
    for path, part in (*parts.questions, *parts.rows):
        asked = path if path in question_at else path[:-2]
        holder, settings = parts.holder((asked, question_at[asked]))
        if is_theme(part.get("measure")) and part.get("kind") != "multi":
            themes.setdefault(holder, (part["measure"], list(settings.get("options", ()))))
    for holder, (theme, options) in themes.items():
        silent = [
            (*holder, "options", position)
            for position, _ in enumerate(options)
            if not parts.says((*holder, "options", position), "leaning")
        ]
        for path in silent:
            yield path, f'"leaning" is missing and the measure "{theme}" needs it; add {one_of(LEANINGS)}.'
        leanings = {option.get("leaning") for option in options}
        if options and not silent and None not in leanings:
            for side in sorted(SIDES - leanings):
                yield holder, f'no option has leaning "{side}" and the measure "{theme}" needs one; add it.'


def _kept_apart(parts: Parts) -> Found:
    first: dict[str, Path] = {}
    for path, question in parts.questions:
        kept = question.get("kept_apart")
        if kept is not None and first.setdefault(kept, path) != path:
            yield path, f'"{kept}" is kept apart already, at {parts.place(first[kept])}; ask for it once.'


def _confidential(parts: Parts) -> Found:
    for path, question in parts.questions:
        if question.get("may_be_confidential") and len(question.get("key", "")) > LONGEST_KEY:
            yield path, f'"may_be_confidential" needs a key of at most {LONGEST_KEY} characters; choose a shorter one.'


def _doors(parts: Parts) -> Found:
    for path, option in parts.options:
        if "door" in option and option["door"] == parts.audience:
            yield path, f'"door" is "{parts.audience}", which is the audience of this document; name another.'


def _sending(parts: Parts) -> Found:
    """What is asked after sending comes last, so nothing that is asked before can depend on it."""
    after = [path for path, section in parts.sections if section.get("after_sending")]
    for path, section in parts.sections:
        if after and path > after[0] and not section.get("after_sending"):
            yield path, f"this is asked before sending, so move it above {parts.place(after[0])}, which is asked after."
    if parts.sections and len(after) == len(parts.sections):
        yield after[0], '"after_sending" is true for every section, so there is nothing to send; take one out.'
    for path, question in parts.questions:
        if path[:-2] in after and "kept_apart" in question:
            yield path, '"kept_apart" is used when answers are sent; move this to a section that is asked before.'
