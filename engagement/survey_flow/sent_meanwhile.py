"""A page that comes in after its answers were sent, on another device or by a colleague: what is new on it stays."""

from sqlalchemy.orm import Session

from engagement.language import lazy_gettext
from engagement.questionnaires import routing
from engagement.responses import merging, reopening
from engagement.survey_flow import edits, pages
from engagement.survey_flow.visits import Visit
from engagement.survey_flow.ways import Answer, to

TO_CHANGE = lazy_gettext(
    "Your answers were sent before this page was saved. What is new on it was not sent, but it is still here. "
    'To send it too, open this survey in another tab and press "Change my answers". Then press the button here.'
)
TO_READ = lazy_gettext(
    "These answers were sent before this page was saved. What is new on it was not sent, but it is still here to copy."
)


def page(session: Session, here: Visit, step: str) -> Answer:
    """The receipt where the page says nothing that was not sent, else the page with all that was typed."""
    assert here.draft is not None
    assert here.questionnaire is not None
    asked, posted = routing.before_sending(here.questionnaire), edits.posted()
    as_sent = reopening.as_sent(session, here.draft, asked)
    found = routing.step_typed(asked, {**as_sent, **posted}, step, posted)
    # What identifies somebody is kept apart once it is sent, so a page cannot be compared with it.
    fields = [field for field in edits.fields_shown(asked, as_sent, step, posted) if not field.question.kept_apart]
    merged = merging.merge(here.draft.id, edits.read(fields, posted), as_sent)
    if found is None or not (merged.changed or merged.clashes):
        return to(here, "receipt")
    return pages.refilled(here, asked, found, posted, notice=TO_CHANGE if here.may_change else TO_READ)
