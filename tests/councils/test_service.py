"""Councils are made when first named, and keep a look that was checked."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from engagement.consultations import service as consultations
from engagement.councils import logos, service
from engagement.councils.models import Council
from engagement.councils.service import LookRefused
from tests import factories
from tests.councils.pictures import png


def look(**written: str) -> service.Look:
    """A checked look, of which a test names what matters to it."""
    return service.check(**({"name": "Kent", "colour": "", "colour_on_dark": "", "footer_links": ""} | written))


def test_consultations_that_name_the_same_council_share_it(session: Session) -> None:
    one, other = factories.consultation(session), factories.consultation(session)
    assert one.council_id == other.council_id
    assert service.called(session, "Another").id != one.council_id


def test_a_consultation_comes_with_its_council_but_without_the_picture(session: Session) -> None:
    made = factories.consultation(session)
    service.give_logo(session, made.council, logos.read(png()))
    session.expunge_all()
    council = consultations.find(session, made.slug).council
    assert "logo" in inspect(council).unloaded
    assert council.logo_hash


def test_every_fault_is_told_at_once_and_at_its_field() -> None:
    with pytest.raises(LookRefused) as refused:
        look(name=" ", colour="teal", colour_on_dark="#000000", footer_links="x")
    assert refused.value.faults.keys() == {"name", "colour", "colour_on_dark", "footer_links"}
    assert refused.value.faults["colour"] == service.COLOUR_FORM


@pytest.mark.parametrize("colour", ["#14506b;}", "red", "#fff", "url(x)", "#14506b #14506b", "#14506g"])
def test_only_a_plain_colour_ever_becomes_part_of_a_style_sheet(colour: str) -> None:
    with pytest.raises(LookRefused, match="Write the colour as #"):
        look(colour=colour)


@pytest.mark.parametrize("colour", ["#14506B", " #14506b\n"])
def test_a_colour_may_be_written_in_capitals_and_with_space_around(colour: str) -> None:
    assert look(colour=colour).colour == "#14506b"


def test_a_colour_for_dark_pages_alone_is_refused() -> None:
    with pytest.raises(LookRefused, match="Choose the council's colour first"):
        look(colour_on_dark="#8cc4dc")


def test_two_councils_cannot_have_one_name(session: Session) -> None:
    kent, surrey = service.called(session, "Kent"), service.called(session, "Surrey")
    service.change(session, kent, look(name="Kent"))
    with pytest.raises(LookRefused, match="Another council has this name"):
        service.change(session, surrey, look(name="Kent"))
    assert surrey.name == "Surrey"


def test_a_new_colour_has_a_new_address_and_the_neutral_look_has_none(session: Session) -> None:
    kent = service.called(session, "Kent")
    versions = []
    for colour in ("#14506b", "#5a1a6b"):
        service.change(session, kent, look(colour=colour))
        assert kent.palette
        versions.append(kent.palette.version)
    assert versions[0] != versions[1]
    service.give_logo(session, kent, logos.read(png()))
    service.make_neutral(session, kent)
    assert kent.palette is None
    assert (kent.logo_hash, kent.logo_ending, kent.name) == (None, None, "Kent")
    session.expire_all()
    assert isinstance(session.get(Council, kent.id), Council)
