"""The receipt by mail, for whoever types an address for it: what the page says, and no answers."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from engagement.correspondence import asked_for
from engagement.extensions import vault
from engagement.outbox.models import Message, MessageKind
from engagement.persistence import rows_changed
from engagement.responses.models import Response

# How many addresses may have the receipt of one response, so that nobody sends it to everybody.
MOST = 3
TEMPLATE = "receipt"
# One sign each, from the range that no text uses, where a receipt's own words come to stand.
REFERENCE_MARK = "\ue002"
CODE_MARK = "\ue003"
WITH_CODE = "Your code is {code}. Whoever has it can read, change and take back your answers, so keep it to yourself."
WITHOUT_CODE = "Your code is not in this message, so that nobody else who reads it can open your answers."


def mail_receipt(
    session: Session, *, consultation: Consultation, response: Response, code: str, email: str, now: datetime
) -> bool:
    """Queue the receipt for an address in its normal form; False where `MOST` others have it already.

    An address gets it once. Address, reference and `code` (empty to leave it out) are sealed together and go 30 days
    after sending; the message's id is a keyed hash, so nothing but the keys ties it to the response. Raises ValueError
    for young people: we never write to a child.
    """
    if response.audience == "young_people":
        raise ValueError("young people have their receipt on the screen only")
    message_id = uuid.UUID(vault.index("a receipt by mail", f"{response.id}:{email.lower()}")[:32])
    if session.get(Message, message_id) is not None:
        return True
    counted = update(Response).where(Response.id == response.id, Response.receipts_mailed < MOST)
    if not rows_changed(session, counted.values(receipts_mailed=Response.receipts_mailed + 1)):
        return False
    asked_for.queue(
        session,
        consultation,
        "\n".join((email, response.reference, code)),
        kind=MessageKind.ACKNOWLEDGEMENT,
        template=f"{response.audience}/{TEMPLATE}",
        now=now,
        message_id=message_id,
    )
    return True


def is_receipt(template: str) -> bool:
    """Whether letters made from a template are receipts."""
    return template.endswith(f"/{TEMPLATE}")


def unsealed(opened: str) -> tuple[str, Mapping[str, str]]:
    """The address of a receipt, and what stands for each of its marks."""
    email, reference, code = opened.split("\n")
    return email, {REFERENCE_MARK: reference, CODE_MARK: WITH_CODE.format(code=code) if code else WITHOUT_CODE}
