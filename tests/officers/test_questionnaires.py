"""Officers write, compare, sign off and publish questionnaires, and see who did what."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestResponse

from engagement.accounts.models import Officer
from engagement.accounts.roles import Role
from engagement.audit.models import Entry
from engagement.consultations import versions, working_copies
from engagement.consultations.models import Consultation
from engagement.officers.questionnaire_files import shipped_for
from engagement.questionnaires import schema, toml_file
from tests import factories
from tests.clocks import SetClock
from tests.officers.door import Roles
from tests.officers.test_hostile_text import HOSTILE, TAGS
from tests.reporting import survey
from tests.visitor import Visitor

PAGE = "/officers/consultations/views/questionnaires"
TAKE_IN = f"{PAGE}/schools/take-in"


@pytest.fixture
def second(sign_in: Callable[[Roles], Visitor]) -> Visitor:
    """Another officer who runs consultations, with an address of their own."""
    return sign_in((Role.LEAD,))


def upload(officer: Visitor, content: bytes, audience: str = "schools") -> TestResponse:
    """Send a questionnaire's file; gives what comes back."""
    form = officer.get(f"{PAGE}/{audience}/take-in").forms[1]
    form["file"] = ("questionnaire.toml", content)
    return form.submit()


def file_of(text: str, audience: str = "schools") -> bytes:
    """The small questionnaire of the tests with another first question."""
    document = survey.DOCUMENT.replace("Which lot are you on?", text)
    return toml_file.write(survey.questionnaire(audience, document)).encode()  # type: ignore[arg-type]  # an audience


def said(page: TestResponse) -> str:
    """The words of a page's main part, in one line."""
    return " ".join(page.html.select_one("main").get_text(" ").split())


def test_a_change_to_a_live_question_goes_from_a_file_over_a_decision_and_a_second_officer_to_a_version(
    officer: Visitor, second: Visitor, consultation: Consultation, session: Session
) -> None:
    survey.asked(session, consultation)
    session.commit()
    page = upload(officer, file_of("Which lot do you want?")).follow()
    assert "Decide for 1 changed question whether it still means the same." in said(page)
    page = officer.get(f"{PAGE}/schools/differences")
    assert 'The question "Which lot are you on?" now reads "Which lot do you want?".' in said(page)
    assert "stay on the version that they began" in said(page)
    form = page.forms[1]
    form["meaning.status"] = "new"
    assert "A second person has to sign it off" in said(form.submit().follow().click("Back to the questionnaires"))
    assert "You wrote part of this questionnaire" in said(officer.get(f"{PAGE}/schools/sign-off"))

    reading = second.get(f"{PAGE}/schools/sign-off")
    assert '"Which lot do you want?": new meaning, with a column of its own' in said(reading)
    upload(officer, file_of("Which lot would you want?"))
    refused = reading.forms[1].submit(status="*")
    assert "Somebody has changed this questionnaire since you opened the page." in said(refused)
    form = officer.get(f"{PAGE}/schools/differences").forms[1]
    form["meaning.status"] = "new"
    form.submit()
    second.get(f"{PAGE}/schools/sign-off").forms[1].submit().follow()

    page = officer.get(f"{PAGE}/schools/publish").forms[1].submit().follow()
    assert "Version 2 is published" in page
    assert "new answers are kept as status_2" in said(page)
    assert "Nobody is changing anything" in said(officer.get(PAGE))
    asked = versions.current(session, consultation.id, "schools")
    assert asked is not None
    assert "status_2" in str(asked.document)
    actions = [entry.action for entry in session.scalars(select(Entry).order_by(Entry.number))]
    assert actions[-2:] == ["questionnaire signed off", "questionnaire published"]


def test_without_a_sign_off_the_page_to_publish_says_why_not_and_publishes_nothing(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    upload(officer, file_of("Which lot?"))
    page = officer.get(f"{PAGE}/schools/publish")
    assert "A second person has to sign it off" in said(page)
    csrf = page.forms[0]["csrf_token"].value
    answer = officer.post(f"{PAGE}/schools/publish", {"csrf_token": csrf})
    assert "A second person has to sign it off" in said(answer)
    assert versions.current(session, consultation.id, "schools") is None


def test_a_file_with_faults_names_all_of_them_and_changes_nothing(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    upload(officer, file_of("Which lot?"))
    before = working_copies.every(session, consultation)["schools"].document
    broken = file_of("Which?").replace(b'kind = "rank"', b'kind = "ranking"').replace(b'"lot_1"]', b'"lot_9"]')
    page = upload(officer, broken)
    assert 'did you mean "rank"?' in said(page)
    assert 'names option "lot_9"' in said(page)
    assert "for families, and this page is for schools" in said(upload(officer, file_of("Which?", "families")))
    assert "this is not TOML" in said(upload(officer, b"Dear all,"))
    session.expire_all()
    assert working_copies.every(session, consultation)["schools"].document == before


def test_a_file_replaces_nothing_that_its_officer_has_not_seen(
    officer: Visitor, second: Visitor, consultation: Consultation, session: Session
) -> None:
    before_anybody_began = officer.get(TAKE_IN).forms[1]
    upload(second, file_of("Which lot?"))
    for shown in ("", "0", "9" * 40, "first"):
        before_anybody_began["revision"] = shown
        before_anybody_began["file"] = ("questionnaire.toml", file_of("Which?"))
        assert "Nothing of theirs was overwritten" in before_anybody_began.submit(status="*")
    assert "Which lot?" in str(working_copies.every(session, consultation)["schools"].document)
    upload(officer, file_of("Which?"))
    page = officer.get(f"{PAGE}/schools/edit/")
    assert "Last step: Took in a file" in said(page)


def test_young_peoples_questionnaire_asks_with_whom_it_was_tried(
    officer: Visitor, second: Visitor, consultation: Consultation, clock: SetClock
) -> None:
    upload(officer, file_of("Which lot?", "young_people"), "young_people")
    form = second.get(f"{PAGE}/young_people/sign-off").forms[1]
    form["tried_on"] = "2031-01-01"
    for number in ("0", "000099999999999", "a few"):
        form["tried_with"] = number
        page = form.submit()
        assert "Enter how many" in said(page)
    for sentence in ("Say who tried it", "That day has not come yet", "or that nothing was"):
        assert sentence in said(page)
    form = page.forms[1]
    form["tried_by"], form["tried_with"], form["tried_on"] = "Ms Lee", "6", "2025-06-02"
    form["changed_after"] = "Nothing"
    assert "You have signed it off" in form.submit().follow()
    page = officer.get(f"{PAGE}/young_people/publish").forms[1].submit().follow()
    assert "6 young people" in said(page)


@pytest.mark.parametrize("audience", ["schools", "families", "young_people"])
def test_what_comes_with_the_platform_can_be_taken_over_and_comes_out_byte_for_byte(
    officer: Visitor, consultation: Consultation, audience: str
) -> None:
    form = officer.get(f"{PAGE}/{audience}/take-from").forms[1]
    form["source"] = "shipped-nmiss"
    form.submit().follow()
    out = officer.get(f"{PAGE}/{audience}/file").body
    (path,) = shipped_for(audience)  # type: ignore[arg-type]  # an audience
    assert out == path.read_bytes()
    assert upload(officer, out, audience).status_code == 303
    assert officer.get(f"{PAGE}/{audience}/file").body == out


def test_an_earlier_consultation_of_the_council_can_be_taken_over_and_no_other_councils(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    for council, title in (("Kent County Council", "Last year"), ("Surrey", "Theirs")):
        earlier = factories.consultation(session, council, title=title)
        survey.asked(session, earlier)
    session.commit()
    page = officer.get(f"{PAGE}/schools/take-from")
    assert "Theirs" not in said(page)
    (choice,) = page.html.find_all("label", string=lambda words: words and "Last year, version 1" in words)
    form = page.forms[1]
    form["source"] = page.html.find(id=choice["for"])["value"]
    form.submit().follow()
    assert working_copies.every(session, consultation)["schools"].document == schema.dump(survey.questionnaire())


def test_measures_stand_side_by_side_and_gaps_are_named(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    survey.asked(session, consultation)
    session.commit()
    upload(officer, shipped_for("families")[0].read_bytes(), "families")
    page = said(officer.get(f"{PAGE}/measures"))
    assert "Keep pupils safe" in page
    assert "Schools are not asked about: Learning and progress" in page
    assert schema.read_toml(shipped_for("families")[0]).audience == "families"


def test_what_the_platform_reads_itself_is_never_offered_a_new_meaning(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    (path,) = shipped_for("young_people")
    factories.version(session, consultation, schema.read_toml(path))
    session.commit()
    upload(officer, path.read_bytes().replace(b"How old are you?", b"What is your age?"), "young_people")
    page = officer.get(f"{PAGE}/young_people/differences")
    assert [choice["value"] for choice in page.html.select("[name='meaning.y_age']")] == ["same"]
    form = page.forms[1]
    form["meaning.y_age"].force_value("new")
    assert "cannot mean something new" in form.submit(status="*")


def test_a_working_copy_is_thrown_away_only_as_it_was_seen(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    upload(officer, file_of("Which lot?"))
    form = officer.get(f"{PAGE}/schools/throw-away").forms[1]
    upload(officer, file_of("Which of the lots?"))
    assert "Nothing of theirs was overwritten" in form.submit(status="*")
    assert "schools" in working_copies.every(session, consultation)
    officer.get(f"{PAGE}/schools/throw-away").forms[1].submit().follow()
    assert working_copies.every(session, consultation) == {}


def test_what_a_questionnaire_says_is_text_on_all_of_its_pages(
    officer: Visitor, consultation: Consultation, session: Session
) -> None:
    survey.asked(session, consultation)
    session.commit()
    words = " ".join(HOSTILE)
    document = survey.DOCUMENT.replace("Which lot are you on?", "WORDS").replace("Lot 1", "WORDS")
    hostile = schema.dump(survey.questionnaire(document=document))
    hostile = json.loads(json.dumps(hostile).replace('"WORDS"', json.dumps(words)))
    upload(officer, toml_file.write(schema.load(hostile, "hostile")).encode())
    for address in ("", "/measures", "/schools/differences", "/schools/sign-off", "/schools/publish"):
        page = officer.get(PAGE + address)
        assert not [tag for tag in TAGS if page.html.select(tag)]
    assert HOSTILE[0] in said(officer.get(f"{PAGE}/schools/differences"))


def test_a_reader_sees_how_questionnaires_stand_and_can_change_nothing(
    sign_in: Callable[[Roles], Visitor], add_officer: Callable[[Roles], Officer], consultation: Consultation
) -> None:
    reader = sign_in((Role.READER,))
    page = reader.get(PAGE)
    assert "Nothing yet: this audience is not asked" in said(page)
    assert "Take in a file" not in page
    assert reader.get(TAKE_IN, status="*").status_code == 403
