"""Passkeys as a second factor: what a browser is asked for, and what it says checked by the library."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from engagement.accounts import sessions
from engagement.accounts.door_models import Passkey
from engagement.accounts.models import Officer
from engagement.errors import Refused
from engagement.persistence import rows_changed

# What the library raises for an answer that is none; one that nests without end is read until Python gives up.
NONSENSE = (WebAuthnException, RecursionError)
NOT_TAKEN = "This passkey was not taken. Try again, or use an app."


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are for, by its public address."""

    origin: str

    @property
    def name(self) -> str:
        """The host, which a passkey is bound to."""
        return urlsplit(self.origin).hostname or ""

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers make passkeys for it: only for a name, not for a bare number."""
        try:
            ip_address(self.name)
        except ValueError:
            return True
        return False


def of_officer(session: Session, officer_id: uuid.UUID) -> Sequence[Passkey]:
    """An officer's passkeys in the order they were added."""
    return session.scalars(
        select(Passkey).where(Passkey.officer_id == officer_id).order_by(Passkey.added_at, Passkey.id)
    ).all()


def ask_to_add(session: Session, officer: Officer, site: Site, session_id: uuid.UUID) -> str:
    """What a browser needs to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.name,
        rp_name="Engagement",
        user_id=officer.id.bytes,
        user_name=officer.email,
        user_display_name=officer.name,
        exclude_credentials=_known(session, officer),
        # The password came first, so a plain security key will do as well.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    sessions.put_challenge(session, session_id, options.challenge)
    return webauthn.options_to_json(options)


def add(
    session: Session,
    officer: Officer,
    site: Site,
    session_id: uuid.UUID,
    *,
    answer: str,
    name: str,
    now: datetime,
) -> Passkey:
    """Keep the passkey that a browser made as it was asked to. Raises Refused."""
    challenge = sessions.take_challenge(session, session_id)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge or b"",
            expected_rp_id=site.name,
            expected_origin=site.origin,
        )
    except NONSENSE:
        raise Refused(NOT_TAKEN) from None
    if challenge is None or session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)):
        raise Refused(NOT_TAKEN)
    row = Passkey(
        officer_id=officer.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row


def ask_to_show(session: Session, officer: Officer, site: Site, session_id: uuid.UUID) -> str | None:
    """What a browser needs to show one of an officer's passkeys, as JSON; None if there is none."""
    known = _known(session, officer)
    if not known or not site.can_have_passkeys:
        return None
    options = webauthn.generate_authentication_options(rp_id=site.name, allow_credentials=known)
    sessions.put_challenge(session, session_id, options.challenge)
    return webauthn.options_to_json(options)


def shown(session: Session, officer: Officer, site: Site, session_id: uuid.UUID, answer: str) -> bool:
    """Whether a browser showed one of this officer's passkeys as it was asked to. Each question is answered once."""
    challenge = sessions.take_challenge(session, session_id)
    try:
        parsed = webauthn.helpers.parse_authentication_credential_json(answer)
        key = session.scalars(
            select(Passkey).where(Passkey.credential_id == parsed.raw_id, Passkey.officer_id == officer.id)
        ).first()
        if key is None or challenge is None:
            return False
        right = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except NONSENSE:
        return False
    session.execute(update(Passkey).where(Passkey.id == key.id).values(sign_count=right.new_sign_count))
    return True


def remove(session: Session, officer_id: uuid.UUID, passkey_id: uuid.UUID) -> bool:
    """Take one passkey of an officer away; False if it is not one of theirs."""
    mine = (Passkey.id == passkey_id) & (Passkey.officer_id == officer_id)
    return rows_changed(session, delete(Passkey).where(mine)) == 1


def _known(session: Session, officer: Officer) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=key.credential_id) for key in of_officer(session, officer.id)]
