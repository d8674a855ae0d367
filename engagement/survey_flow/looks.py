"""How pages look to one person: chosen by them, kept in the browser's session and apart from all answers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from flask import request, session
from werkzeug.wrappers import Response

from engagement.extensions import db
from engagement.survey_flow import keys, pages
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.personal_links import links
from engagement.survey_flow.visits import Visit, visit, with_key
from engagement.survey_flow.ways import to

PLACE = "looks"
# All that may be chosen, and nothing else ever becomes a class of a page. What comes first is the usual.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "size": ("usual", "bigger", "biggest"),
        "paper": ("usual", "white", "cream", "blue", "dark"),
        "pictures": ("usual", "on", "off"),
        "mode": ("standard", "easy_read", "large_print"),
    }
)
# Pages to return to that are no page of questions.
RETURNS = frozenset({"start_page", "check", "receipt", "saved", "more_end"})


@dataclass(frozen=True, slots=True)
class Looks:
    """One person's choices, each one of CHOICES."""

    size: str = "usual"
    paper: str = "usual"
    pictures: str = "usual"
    mode: str = "standard"

    @property
    def classes(self) -> str:
        """The classes of the whole page."""
        return " ".join(f"{name}-{chosen}".replace("_", "-") for name, chosen in asdict(self).items())


def chosen() -> Looks:
    """What this browser's person has chosen."""
    return allowed(session.get(PLACE, {}))


@links.app_template_global("looks_for")
def looks_for(here: Visit | None = None) -> Looks:
    """How a page looks: as chosen, and with no pictures for whoever is too old for them and has not chosen."""
    return fitted(chosen(), here)


def fitted(looks: Looks, here: Visit | None) -> Looks:
    """The looks that were chosen, as they are for whoever is here."""
    if looks.pictures != "usual" or here is None or here.audience.too_old_for_pictures is None:
        return looks
    return replace(looks, pictures="off") if here.audience.too_old_for_pictures(here.answers) else looks


def reset() -> None:
    """Back to the usual, for the next person at this screen."""
    session.pop(PLACE, None)


def looks_page(audience: Audience, slug: str) -> str:
    """The choices, with what holds now."""
    here = with_key(visit(db.session(), audience, slug))
    back = return_from(here).location
    return pages.render(here, "looks", chosen=looks_for(here), came_from=came_from(), back_url=back)


def choose(audience: Audience, slug: str) -> Response:
    """Keep what was chosen, and go back to where the person was."""
    here = visit(db.session(), audience, slug)
    # Another site's form comes without our cookie: what it sends must not become the browser's session.
    if not keys.is_own_form(here.secret):
        return to(here, "looks", **came_from())
    session[PLACE] = asdict(allowed({**asdict(looks_for(here)), **request.form.to_dict()}))
    return return_from(here)


def allowed(wanted: Mapping[str, str]) -> Looks:
    """The looks that were wanted, as far as there are such."""
    return Looks(**{name: wanted[name] for name, allowed in CHOICES.items() if wanted.get(name) in allowed})


def came_from() -> dict[str, str]:
    """The page from which somebody came to choose, as values of its address."""
    return {name: request.args[name] for name in ("step", "more", "page") if request.args.get(name)}


def return_from(here: Visit) -> Response:
    """Back to the page from which they came."""
    place = came_from()
    if "step" in place:
        return to(here, "page", step=place["step"])
    if "more" in place:
        return to(here, "more_page", step=place["more"])
    page = place.get("page", "start_page")
    return to(here, page if page in RETURNS else "start_page")
