"""A small questionnaire with every kind of question, and responses to it."""

import tomllib
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.questionnaires import schema
from engagement.questionnaires.answer_kinds import leaning
from engagement.questionnaires.definition import AudienceName, Questionnaire
from engagement.responses.models import Response
from tests import factories

DOCUMENT = """
layout = "sections"

[[scales]]
key = "S3"
options = [
  { key = "well", label = "Well", leaning = "favourable" },
  { key = "neither", label = "Neither", leaning = "middle" },
  { key = "badly", label = "Badly", leaning = "unfavourable" },
  { key = "dont_know", label = "Don't know", leaning = "unsure" },
]

[[sections]]
key = "start"
title = "To start with"

[[sections.questions]]
key = "status"
kind = "single"
text = "Which lot are you on?"
options = [{ key = "lot_1", label = "Lot 1" }, { key = "lot_2", label = "Lot 2" }]

[[sections.questions]]
key = "why"
kind = "multi"
text = "Why that lot?"
options = [{ key = "terms", label = "Terms" }, { key = "places", label = "Places" }]
show_when = { question = "status", any_of = ["lot_1"] }

[[sections.questions]]
key = "themes"
kind = "matrix"
text = "How well do these go?"
scale = "S3"
rows = [
  { key = "th_safety", label = "Keep pupils safe", measure = "safety" },
  { key = "th_voice", label = "Hear pupils", measure = "voice" },
]

[[sections.questions]]
key = "order"
kind = "rank"
text = "Which say most?"
max_choices = 2
options = [{ key = "a", label = "First thing" }, { key = "b", label = "Second thing" }, { key = "c", label = "Third" }]

[[sections.questions]]
key = "places"
kind = "number"
text = "How many places?"
minimum = 0
maximum = 500

[[sections.questions]]
key = "change"
kind = "long_text"
text = "What would you change?"

[[sections.questions]]
key = "org"
kind = "short_text"
text = "Which organisation are you?"
kept_apart = "organisation"
"""


ABOUT_THEM = """
[[sections]]
key = "about_them"
title = "About them"
after_sending = %s

[[sections.questions]]
key = "role"
kind = "single"
text = "What is your role?"
options = [{ key = "head", label = "Head" }, { key = "other", label = "Other" }]
"""


def with_questions_after_sending(*, after_sending: bool = True) -> Questionnaire:
    """The small questionnaire and one question more, offered after sending or asked before."""
    return questionnaire(document=DOCUMENT + ABOUT_THEM % str(after_sending).lower())


def questionnaire(audience: AudienceName = "schools", document: str = DOCUMENT) -> Questionnaire:
    """The small questionnaire, for one audience."""
    return schema.load({"audience": audience, **tomllib.loads(document)}, "a test")


def asked(session: Session, consultation: Consultation, audience: AudienceName = "schools") -> QuestionnaireVersion:
    """The small questionnaire, published."""
    return factories.version(session, consultation, questionnaire(audience))


def answered(session: Session, version: QuestionnaireVersion, given: Mapping[str, Any], **values: Any) -> Response:
    """A response with these answers, their measures and leanings worked out as sending does."""
    fields = {field.key: field for field in schema.load(version.document, "a test").fields()}
    answers: dict[str, tuple[Any, str | None, str | None]] = {
        key: (value, fields[key].measure, leaning(value, fields[key])) for key, value in given.items()
    }
    return factories.response(session, version, answers, reference=uuid.uuid4().hex[:12].upper(), **values)
