"""The young people's door: what differs for children and young people."""

from engagement.survey_flow import Audience, survey_blueprint
from engagement.young_people import entry
from engagement.young_people.ages import too_old_for_pictures
from engagement.young_people.voice import voice_of
from engagement.young_people.words import WORDS

audience = Audience(
    name="young_people",
    path="young-people",
    words=WORDS,
    page_class="page-young",
    cards=True,
    voice=voice_of,
    clear_screen=True,
    too_old_for_pictures=too_old_for_pictures,
)
blueprint = survey_blueprint(audience, __name__)
entry.register(blueprint, audience)
