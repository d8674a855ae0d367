"""What an officer types and chooses in a preview: in the officer's own session cookie, and nowhere else."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from flask import session

from engagement.questionnaires.confidential import with_marks
from engagement.questionnaires.definition import Questionnaire
from engagement.survey_flow import looks
from engagement.survey_flow.looks import Looks

PLACE = "preview"
# A cookie holds 4 kB. Of long texts the beginning is enough to see how a page shows them.
MOST = 1800
SHORTER = (200, 40, 0)
Answers = Mapping[str, Sequence[str]]


def answers(of: str) -> Answers:
    """What was typed in the preview of one questionnaire, by field; nothing where another was looked at since."""
    kept = session.get(PLACE, {})
    if kept.get("of") != of:
        return {}
    found: Answers = json.loads(zlib.decompress(base64.b64decode(kept["answers"])))
    return found


def keep(of: str, questionnaire: Questionnaire, typed: Answers) -> None:
    """Remember what was typed, in place of any other preview's."""
    written = {field.key for field in with_marks(questionnaire.fields()) if not field.question.options}
    for limit in SHORTER:
        shortened = {
            key: [value[:limit] if key in written else value for value in raw] for key, raw in typed.items() if raw
        }
        packed = base64.b64encode(zlib.compress(json.dumps(shortened).encode(), 9)).decode()
        if len(packed) <= MOST:
            break
    session[PLACE] = {**session.get(PLACE, {}), "of": of, "answers": packed}


def forget() -> None:
    """Begin again with nothing."""
    session[PLACE] = {"looks": session.get(PLACE, {}).get("looks", {})}


def chosen_looks() -> Looks:
    """How previews look for this officer."""
    return looks.allowed(session.get(PLACE, {}).get("looks", {}))


def choose_looks(wanted: Mapping[str, str]) -> None:
    """Have previews look otherwise, in all that is named."""
    chosen = looks.allowed({**asdict(chosen_looks()), **wanted})
    session[PLACE] = {**session.get(PLACE, {}), "looks": asdict(chosen)}
