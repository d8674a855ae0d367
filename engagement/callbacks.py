"""Where GOV.UK Notify says what became of a letter. Saying it twice changes nothing."""

import hmac
import uuid
from http import HTTPStatus

from flask import Blueprint, Response, abort, current_app, jsonify, request

from engagement.correspondence import returns
from engagement.extensions import clock, csrf
from engagement.outbox.models import Finding
from engagement.outbox.reports import Report
from engagement.unit_of_work import unit_of_work

FINDINGS = {
    "delivered": (Finding.DELIVERED, "GOV.UK Notify says that it was delivered"),
    "permanent-failure": (Finding.HARD, "It came back: there is no such mailbox"),
    "temporary-failure": (Finding.SOFT, "It came back: the mailbox took no mail for three days"),
    "technical-failure": (Finding.SOFT, "It came back: GOV.UK Notify could not hand it on"),
}

blueprint = Blueprint("callbacks", __name__)
csrf.exempt(blueprint)


@blueprint.post("/notify")
def notify() -> Response:
    """A delivery receipt. A reference that is none of ours is answered like any other."""
    token = current_app.config["NOTIFY_CALLBACK_TOKEN"]
    told = request.headers.get("Authorization", "").encode(errors="replace")
    if not token or not hmac.compare_digest(f"Bearer {token}".encode(), told):
        abort(HTTPStatus.FORBIDDEN)
    receipt = request.get_json(silent=True)
    if not isinstance(receipt, dict):
        abort(HTTPStatus.BAD_REQUEST)
    message_id, found = _message_id(receipt.get("reference")), FINDINGS.get(str(receipt.get("status")))
    if message_id is not None and found is not None:
        finding, reason = found
        fingerprint = returns.fingerprint_of(f"notify {receipt.get('id')} {receipt['status']}".encode())
        with unit_of_work() as session:
            returns.accept(session, Report(finding, reason, (message_id,)), fingerprint, clock.now())
    return jsonify(status="ok")


def _message_id(reference: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=str(reference))
    except ValueError:
        return None
