"""What officers wrote, as elements of a page: the only text that becomes HTML, by the one way there is for it."""

from markupsafe import Markup

from engagement.consultations import markdown
from engagement.language import chosen
from engagement.public.views import blueprint
from engagement.questionnaires.languages import ENGLISH


@blueprint.app_template_filter("markdown")
def written(text: str, level: int = 3, lead: bool = False) -> Markup:
    """A text whose own headings are of `level`; `lead` makes its words larger. Its words are English on every page."""
    marks = {} if chosen() == ENGLISH else {"lang": "en", "dir": "ltr"}
    return Markup(markdown.as_html(text, level=level, lead=lead, marks=marks))  # noqa: S704  # cleaned there
