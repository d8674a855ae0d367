"""An officer sets up a consultation from nothing, copies it, publishes it and puts it away, alone and with words."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.audit.models import Entry
from engagement.consultations import beginning, service, sheets, versions, working_copies
from engagement.consultations.facts import Facts, facts_known
from engagement.consultations.models import Consultation, PublishedFile, State
from engagement.consultations.page import page_of
from engagement.contacts.models import Contact
from engagement.errors import Refused
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import RUNS, Roles
from tests.questionnaires.documents import SHIPPED
from tests.visitor import Visitor

SET_UP = "/officers/consultations/next-one/set-up"
BEGINNING = {
    "title": "Next one",
    "label": "Next",
    "contact_email": "next@council.example.com",
    "opens_on": "2025-06-20",
    "closes_on": "2025-07-25",
}
KNOWN: dict[str, str] = {
    "controller": "Kent County Council",
    "retention": "- Answers: 12 months",
    "dpia_reference": "DPIA-2025-020",
    "contacts": "public_task",
    "families": "public_task",
}


def send(officer: Visitor, address: str, button: str | None = None, **written: Any) -> TestResponse:
    """Fill in the form of a page and send it; gives what comes back."""
    form = next(form for form in officer.get(address).forms.values() if form.action != "/officers/sign-out")
    for name, value in written.items():
        form[name.replace("__", "-")] = value
    return form.submit(button) if button else form.submit()


def begun(officer: Visitor, session: Session, **changes: str) -> Consultation:
    """A draft that was made in the browser."""
    send(officer, "/officers/consultations/new", **(BEGINNING | changes))
    session.expire_all()
    return service.find(session, "next-one")


def faults(page: TestResponse) -> list[str]:
    return [link.get_text(strip=True) for link in page.html.select(".govuk-error-summary__list li")]


def missing(officer: Visitor) -> list[str]:
    heading = officer.get(SET_UP).html.find("h2", string="Before it can be published")
    return [item.get_text() for item in heading.find_next("ul").select("li")] if heading else []


def test_from_nothing_to_published_page_by_page(
    officer: Visitor, session: Session, visitor: Visitor, clock: SetClock
) -> None:
    draft = begun(officer, session)
    assert draft.state_at(clock.now()) is State.DRAFT
    assert "Nothing is asked yet. Publish at least one questionnaire first." in missing(officer)
    visitor.get("/next-one", status=404)

    versions.publish(session, draft, SHIPPED["families"], clock.now())
    session.commit()
    send(
        officer,
        f"{SET_UP}/words",
        "save",
        heading="Help us",
        summary="Say **what** matters.",
        why="See [it](https://a.example).",
    )
    send(officer, f"{SET_UP}/key-dates", "save", key_dates__0__day="2025-09-01", key_dates__0__what="A decision")
    send(officer, f"{SET_UP}/help", "save", help__0__name="Our helpline", help__0__phone="0300 123")
    assert len(missing(officer)) == 4
    send(officer, f"{SET_UP}/facts", **KNOWN)
    assert missing(officer) == []

    page = officer.get(f"{SET_UP}/publish")
    assert "12am on Friday 20 June 2025" in page
    assert "11:59pm on Friday 25 July 2025" in page
    assert "It is published." in send(officer, f"{SET_UP}/publish").follow()
    public = visitor.get("/next-one")
    assert "Say <strong>what</strong> matters." in public
    assert "A decision" in public
    assert "The surveys open on" in public
    privacy = visitor.get("/next-one/privacy")
    assert "DPIA-2025-020" in privacy
    assert "Families" not in privacy.html.select("#facts")[0].get_text()
    numbers = [tag.get_text() for tag in visitor.get("/next-one/get-help").html.select(".phone-number")]
    assert numbers == ["999", "0800 1111", "0300 123"]
    actions = list(session.scalars(select(Entry.action).where(Entry.consultation_id == draft.id)))
    assert {"consultation created", "page words changed", "facts changed", "consultation published"} <= set(actions)


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("controller", "Say who the controller is."),
        ("retention", "Say how long the data are kept."),
        ("dpia_reference", "Give the reference of the data protection impact assessment (DPIA)."),
        ("families", "Choose the lawful basis for the data of families."),
        ("contacts", "Choose the lawful basis for the data of the contacts."),
    ],
)
def test_each_missing_fact_keeps_it_from_opening_and_says_so(without: str, sentence: str) -> None:
    assert known().missing(["families"]) == []
    assert known(without).missing(["families"]) == [sentence]


def known(without: str = "") -> Facts:
    """Every fact that has to be known, but one."""
    said = {name: value for name, value in KNOWN.items() if name != without}
    bases = {name: said.pop(name) for name in ("contacts", "families") if name in said}
    return Facts(lawful_basis=bases, **said)  # type: ignore[arg-type]  # all that is left are texts


def test_what_will_not_do_is_said_in_place_and_nothing_typed_is_lost(officer: Visitor, session: Session) -> None:
    begun(officer, session)
    page = send(
        officer,
        f"{SET_UP}/help",
        "save",
        help_text="Call {lable}",
        help__1__phone="ring me",
        help__2__name="Only a name",
    )
    assert [fault.split(";")[0] for fault in faults(page)] == [
        "What to say first: this names {lable}, which is not known",
        "Contact 2, Name: this is missing",
        'Contact 2, Phone: this is "ring me"',
    ]
    assert page.forms[1]["help-1-phone"].value == "ring me"
    emptied = {f"sections__{number}__{name}": "" for number in range(3) for name in ("heading", "text")}
    page = send(officer, f"{SET_UP}/privacy-families", "save", **emptied)
    [link] = page.html.select(".govuk-error-summary__list a[href='#sections-0-heading']")
    assert link.get_text() == "Section 1, Heading: this is missing; add it."
    page = send(officer, f"{SET_UP}/words", "save", why="[here](javascript:alert(1))")
    assert "cannot be a link" in faults(page)[0]
    assert "alert" in page.forms[1]["why"].value


def test_a_preview_shows_the_words_and_keeps_nothing(officer: Visitor, session: Session) -> None:
    draft = begun(officer, session)
    page = send(officer, f"{SET_UP}/words", "preview", why="Write to **{contact}**.")
    assert "<strong>next@council.example.com</strong>" in page
    session.expire_all()
    assert page_of(draft).why == ""


def test_two_who_write_at_once_do_not_overwrite_each_other_unseen(officer: Visitor, session: Session) -> None:
    draft = begun(officer, session)
    late = next(form for form in officer.get(f"{SET_UP}/words").forms.values() if "why" in form.fields)
    send(officer, f"{SET_UP}/words", "save", why="First.")
    late["why"] = "Second."
    page = late.submit("save")
    assert "Somebody else saved these words" in faults(page)[0]
    again = next(form for form in page.forms.values() if "why" in form.fields)
    assert again["why"].value == "Second."
    again.submit("save")
    session.expire_all()
    assert page_of(draft).why == "Second."


def test_a_copy_shares_nothing_with_its_origin_and_takes_no_people_along(
    officer: Visitor, session: Session, clock: SetClock
) -> None:
    origin = service.create(session, factories.kent_document(), now=clock.now())
    versions.publish(session, origin, SHIPPED["families"], clock.now())
    factories.contact(session, origin, "family@home.example")
    session.add(
        PublishedFile(consultation_id=origin.id, name="0123456789ab.pdf", media_type="application/pdf", content=b"x")
    )
    session.commit()
    send(officer, "/officers/consultations/new?copy=nmiss-engagement", **BEGINNING)
    session.expire_all()
    made = service.find(session, "next-one")
    assert page_of(made).ways_in[0].heading == "Schools"
    assert not page_of(made).key_dates
    assert facts_known(made).controller == "Kent County Council"
    assert facts_known(made).dpia_reference == ""
    assert (made.opens_at, made.published_at) != (origin.opens_at, origin.published_at)
    copy = working_copies.find(session, made, "families")
    assert copy is not None
    assert not working_copies.faults(copy)
    assert versions.audiences_asked(session, made.id) == ()
    assert session.scalar(select(func.count()).where(Contact.consultation_id == made.id)) == 0
    assert session.execute(
        select(PublishedFile.name, PublishedFile.media_type, PublishedFile.content).where(
            PublishedFile.consultation_id == made.id
        )
    ).all() == [("0123456789ab.pdf", "application/pdf", b"x")]
    sheet, its = sheets.current(session, made.id), sheets.current(session, origin.id)
    assert sheet is not None
    assert its is not None
    assert (sheet.number, sheet.document) == (1, its.document)
    send(officer, f"{SET_UP}/ways-in", "save", ways_in__0__heading="All schools")
    session.expire_all()
    assert page_of(origin).ways_in[0].heading == "Schools"


def test_what_is_public_keeps_its_facts_its_ways_in_and_its_days(
    officer: Visitor, session: Session, clock: SetClock
) -> None:
    draft = begun(officer, session)
    versions.publish(session, draft, SHIPPED["families"], clock.now())
    session.commit()
    send(officer, f"{SET_UP}/facts", **KNOWN)
    send(officer, f"{SET_UP}/publish")
    page = send(officer, f"{SET_UP}/facts", dpia_reference="")
    assert "public already" in faults(page)[0]
    emptied = dict.fromkeys(("ways_in__1__heading", "ways_in__1__text", "ways_in__1__button"), "")
    assert "public already" in faults(send(officer, f"{SET_UP}/ways-in", "save", **emptied))[0]
    assert "Give people more time" in officer.get(f"{SET_UP}/days")
    send(officer, f"{SET_UP}/withdraw")
    session.expire_all()
    assert draft.state_at(clock.now()) is State.DRAFT


def test_what_has_opened_is_not_withdrawn(officer: Visitor, consultation: Consultation, session: Session) -> None:
    page = send(officer, "/officers/consultations/views/set-up/withdraw")
    assert "has not opened yet" in faults(page)[0]


def test_what_is_in_the_archive_is_off_the_list_read_only_and_can_come_back(
    sign_in: Callable[[Roles], Visitor], consultation: Consultation, session: Session, clock: SetClock
) -> None:
    clock.set((factories.CLOSES_AT + timedelta(minutes=10)).isoformat())
    officer, page = sign_in(RUNS), "/officers/consultations/views/set-up"
    assert "half an hour after its close" in faults(send(officer, f"{page}/archive"))[0]
    clock.set((factories.CLOSES_AT + timedelta(minutes=35)).isoformat())
    officer.get(page)
    written = next(form for form in officer.get(f"{page}/words").forms.values() if "why" in form.fields)
    send(officer, f"{page}/archive")
    assert "Your Views" not in officer.get("/officers/")
    assert "Your Views" in officer.get("/officers/?state=archived&find=views")
    assert "is in the archive" in written.submit("save", status=409)
    session.expire_all()
    assert consultation.state_at(clock.now()) is State.CLOSED
    send(officer, f"{page}/bring-back")
    assert "Your Views" in officer.get("/officers/")


def test_an_address_is_made_from_the_title_and_never_taken_twice(officer: Visitor, session: Session) -> None:
    made = begun(officer, session, title="Next one")
    assert made.title == "Next one"
    page = send(officer, "/officers/consultations/new", **BEGINNING)
    assert "already a consultation" in faults(page)[0]
    page = send(officer, "/officers/consultations/new", **(BEGINNING | {"closes_on": "2025-06-01", "title": "New"}))
    assert faults(page) == ["The last day is before the opening day."]
    page = send(officer, "/officers/consultations/new", **(BEGINNING | {"slug": "officers"}))
    assert faults(page) == ['"officers" is an address of the site itself. Choose another address.']


def test_a_button_pressed_twice_at_the_same_moment_makes_one_draft_and_says_so(
    session: Session, consultation: Consultation
) -> None:
    said = beginning.Beginning("views", "Again", "Again", "a@b.example", date(2025, 6, 20), date(2025, 7, 25))
    with pytest.raises(Refused, match='just made a consultation called "views"'):
        beginning.begin(session, consultation.council, said)


def jpeg(width: int = 300, height: int = 200, **saved: Any) -> bytes:
    """A photograph."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "JPEG", **saved)
    return file.getvalue()


def test_a_picture_and_a_document_are_shown_to_everybody_and_taken_away_again(
    officer: Visitor, consultation: Consultation, session: Session, visitor: Visitor
) -> None:
    page = "/officers/consultations/views/set-up"
    send(officer, f"{page}/picture", file=("a.jpg", jpeg()), alternative="A blue field.")
    send(officer, f"{page}/documents/add", file=("a.pdf", b"%PDF-1.7 x %%EOF"), title="The plan: draft")
    public = visitor.get("/views")
    picture = visitor.get(public.html.select_one(".opening__picture")["src"])
    assert (picture.content_type, picture.headers["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    [link] = public.html.select("a[href*='/files/']")
    assert "PDF, 1 kB" in public
    document = visitor.get(link["href"])
    assert document.headers["Content-Disposition"] == 'attachment; filename="The_plan_draft.pdf"'
    assert "sandbox" in document.headers["Content-Security-Policy"]
    send(officer, f"{page}/documents/{link['href'].rpartition('/')[2]}/remove")
    visitor.get(link["href"], status=404)
    assert "Say what the picture shows." in faults(send(officer, f"{page}/picture", alternative=""))
