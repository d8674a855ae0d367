"""An entry becomes one response, as if its person had sent it, by the rules of its audience."""

from datetime import datetime

from sqlalchemy.orm import Session

from engagement.consultations import versions
from engagement.consultations.models import Consultation
from engagement.questionnaires import routing
from engagement.questionnaires.confidential import reasons, with_marks
from engagement.questionnaires.definition import Field
from engagement.responses import comparing, drafts, entries, reading, submission
from engagement.responses.entry_models import Entry, EntryState
from engagement.responses.models import Afterwards, Draft
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.sending import thank


def problems(session: Session, draft: Draft, audience: Audience) -> list[tuple[Field, str]]:
    """What was typed and cannot be counted as it is, in the audience's words."""
    questionnaire = versions.compiled(session, draft.version_id)
    found = reading.problems(with_marks(questionnaire.fields()), drafts.answers(session, draft))
    return [(field, audience.explain(problem)) for field, problem in found]


def finish(session: Session, consultation: Consultation, entry: Entry, audience: Audience, now: datetime) -> None:
    """Go on from a typing that is done: to the second, to what differs, or to being counted."""
    if entry.state == EntryState.TYPING and entry.typed_twice:
        entry.state = EntryState.WAITING
        session.flush()
    elif entry.state == EntryState.TYPING:
        count(session, consultation, entry, audience, now)
    elif comparing.compare(session, entry, versions.compiled(session, entry.version_id)):
        entry.state = EntryState.DIFFERING
        session.flush()
    else:
        comparing.resolve(session, entry, {}, ())
        count(session, consultation, entry, audience, now)


def count(session: Session, consultation: Consultation, entry: Entry, audience: Audience, now: datetime) -> None:
    """Make the response of an entry, and thank whoever gave an address for it."""
    draft = entries.draft_of(session, entry, 1)
    questionnaire = versions.compiled(session, entry.version_id)
    answers = drafts.answers(session, draft)
    fields = routing.visible_fields(questionnaire, answers)
    shown = {field.key: answers[field.key] for field in fields if field.key in answers}
    draft.mode = entry.channel
    sent = submission.submit(
        session,
        draft,
        reading.given(fields, answers),
        asked=questionnaire,
        today=entry.received_on,
        voice=audience.voice(shown) if audience.voice else None,
        in_grace=False,
        late=entry.late_because is not None,
        confidential=reasons(fields, answers),
    )
    if routing.after_sending(questionnaire).sections:
        # A form on paper asks everything at once.
        sent.afterwards = Afterwards.FINISHED
    thank(session, consultation, audience, reading.kept_apart(fields, answers), now)
    entry.state = EntryState.COUNTED
    session.flush()
