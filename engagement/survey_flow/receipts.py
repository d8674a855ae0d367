"""The receipt: on the page, as a file to keep, and by mail to an address that is typed for it and used once."""

from email_validator import EmailNotValidError, validate_email
from flask import Response as Sending
from flask import render_template, request
from sqlalchemy.orm import Session

from engagement.consultations import sheets
from engagement.correspondence.receipts import MOST, mail_receipt
from engagement.extensions import db
from engagement.language import lazy_gettext
from engagement.responses import codes, submission
from engagement.responses.models import Response
from engagement.survey_flow import afterwards, keys, pages, quoting
from engagement.survey_flow.audience import Audience
from engagement.survey_flow.forms import printable
from engagement.survey_flow.visits import Visit, visit
from engagement.survey_flow.ways import Answer, elsewhere, to
from engagement.unit_of_work import unit_of_work

ON_ITS_WAY = lazy_gettext("We are sending this receipt to the address that you typed.")
NO_ADDRESS = lazy_gettext("Enter your email address")
NOT_AN_ADDRESS = lazy_gettext("Enter an email address in the correct format, like name@example.com")


def page(here: Visit, typed: str = "", with_code: bool = False, problem: str = "") -> str:
    """What was received, what happens next, and ways to keep it; with what was typed and why it cannot be used."""
    response, answered = _sent(db.session(), here)
    return of(here, response, answered, code=_code(response), typed=typed, with_code=with_code, problem=problem)


def of(
    here: Visit,
    response: Response,
    answered: set[str],
    *,
    code: str,
    typed: str = "",
    with_code: bool = False,
    problem: str = "",
) -> str:
    """The receipt of a response, given the keys of the fields that were answered and the code that opens it."""
    return pages.render(
        here,
        "receipt",
        response=response,
        count=_count(here, answered),
        code=code,
        offer=afterwards.offer(here, response, answered),
        sheet=sheets.current(db.session(), here.consultation.id) if here.audience.information_sheet else None,
        notice=ON_ITS_WAY if "mailed" in request.args else "",
        about_reference=quoting.about(request.args.get("reference", "")),
        may_mail=response.receipts_mailed < MOST,
        typed=printable(typed),
        with_code=with_code,
        problem=problem,
        errors=[(problem, "#address")] if problem else [],
    )


def text_file(audience: Audience, slug: str) -> Answer:
    """The receipt as plain text, named with its reference."""
    here = visit(db.session(), audience, slug)
    if here.draft is None or not here.sent or here.by_team_link:
        return elsewhere(here) or to(here, "receipt")
    response, answered = _sent(db.session(), here)
    text = render_template(
        "survey_flow/receipt.txt",
        here=here,
        consultation=here.consultation,
        response=response,
        count=_count(here, answered),
        code=_code(response),
    )
    name = f"receipt-{response.reference}.txt"
    return Sending(text, mimetype="text/plain", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def mail(audience: Audience, slug: str) -> Answer:
    """Send the receipt to the address that was typed, if it is one."""
    typed, with_code = request.form.get("address", ""), "with_code" in request.form
    with unit_of_work() as session:
        here = visit(session, audience, slug, to_change=True)
        if here.draft is None or not here.sent or here.by_team_link or not keys.is_own_form(here.secret):
            return elsewhere(here) or to(here, "receipt")
        try:
            email = validate_email(typed.strip(), check_deliverability=False).normalized
        except EmailNotValidError:
            problem = str(NOT_AN_ADDRESS if typed.strip() else NO_ADDRESS)
            return page(here, typed, with_code, problem), pages.NOT_TAKEN
        response, _ = _sent(session, here)
        code = _code(response) if with_code else ""
        on_its_way = mail_receipt(
            session, consultation=here.consultation, response=response, code=code, email=email, now=here.now
        )
    return to(here, "receipt", mailed="yes") if on_its_way else to(here, "receipt")


def _sent(session: Session, here: Visit) -> tuple[Response, set[str]]:
    assert here.draft is not None
    response = submission.of_draft(session, here.draft.id)
    assert response is not None
    return response, submission.answered_fields(session, response)


def _count(here: Visit, answered: set[str]) -> int:
    assert here.questionnaire is not None
    return sum(any(field.key in answered for field in question.fields) for question in here.questionnaire.questions())


def _code(response: Response) -> str:
    return codes.withdrawal_code(response.draft_id) if response.withdrawal_key else ""
