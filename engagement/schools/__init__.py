"""The schools' door: what differs for schools."""

from engagement.schools.words import WORDS
from engagement.survey_flow import Audience, survey_blueprint

audience = Audience(
    name="schools",
    path="schools",
    words=WORDS,
    information_sheet=True,
    lists_sections=True,
    answers_together=True,
    gets_letters=True,
    follows_up=True,
)
blueprint = survey_blueprint(audience, __name__)
