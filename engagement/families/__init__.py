"""The families' door: what differs for parents and carers."""

from engagement.families.words import WORDS
from engagement.survey_flow import Audience, survey_blueprint

audience = Audience(
    name="families", path="families", words=WORDS, lists_sections=True, answers_again=True, gets_letters=True
)
blueprint = survey_blueprint(audience, __name__)
