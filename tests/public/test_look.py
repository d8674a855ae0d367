"""A council's colours and logo as files: kept for ever, named by their content, and nothing but what they say."""

import pytest
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.councils import logos, service
from tests.councils.pictures import lossless_webp, png
from tests.visitor import Visitor

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def coloured(kent: Consultation, session: Session) -> Consultation:
    """Kent in purple, with a logo."""
    look = service.check(name="Kent", colour="#5a1a6b", colour_on_dark="", footer_links="")
    service.change(session, kent.council, look)
    service.give_logo(session, kent.council, logos.read(png()))
    session.commit()
    return kent


def style_of(council: Consultation) -> str:
    """The address of a council's colours."""
    assert council.council.palette
    return f"/look/{council.council.id}-{council.council.palette.version}.css"


def test_colours_are_a_style_sheet_that_may_be_kept_for_ever(coloured: Consultation, visitor: Visitor) -> None:
    sheet = visitor.get(style_of(coloured))
    assert sheet.text.startswith(":root{--council-colour:#5a1a6b;")
    assert sheet.content_type == "text/css"
    assert sheet.headers["Cache-Control"] == FOR_EVER
    again = visitor.get(style_of(coloured), headers={"If-None-Match": sheet.headers["ETag"]}, status=304)
    assert again.headers["Cache-Control"] == FOR_EVER


@pytest.mark.parametrize(
    ("picture", "media_type", "ending"), [(png(), "image/png", "png"), (lossless_webp(), "image/webp", "webp")]
)
def test_a_logo_is_served_as_what_it_is_and_never_as_a_page(
    picture: bytes, media_type: str, ending: str, coloured: Consultation, session: Session, visitor: Visitor
) -> None:
    service.give_logo(session, coloured.council, logos.read(picture))
    session.commit()
    served = visitor.get(f"/look/{coloured.council.id}-{coloured.council.logo_hash}.{ending}")
    assert (served.body, served.content_type) == (picture, media_type)
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Cache-Control"] == FOR_EVER
    assert served.headers["ETag"]


def test_an_address_of_an_older_look_leads_to_the_present_one_and_is_not_kept(
    coloured: Consultation, visitor: Visitor
) -> None:
    old = visitor.get(f"/look/{coloured.council.id}-0123456789ab.css", status=302)
    assert old.location.endswith(style_of(coloured))
    assert old.headers["Cache-Control"] == "no-store"
    logo = visitor.get(f"/look/{coloured.council.id}-0123456789ab.webp", status=302)
    assert logo.location.endswith(f"{coloured.council.logo_hash}.png")


def test_a_neutral_council_has_no_such_files(coloured: Consultation, session: Session, visitor: Visitor) -> None:
    sheet = style_of(coloured)
    service.make_neutral(session, coloured.council)
    session.commit()
    visitor.get(sheet, status=404)
    visitor.get(f"/look/{coloured.council.id}-0123456789ab.png", status=404)
    visitor.get("/look/00000000-0000-4000-8000-000000000000-0123456789ab.css", status=404)
    visitor.get("/look/nobody.css", status=404)
