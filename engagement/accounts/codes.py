"""Codes as a second factor: of an app that shows one every half minute, and those printed for a bad day."""

import secrets
import uuid
from datetime import datetime
from hmac import compare_digest

from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engagement.accounts import tries
from engagement.accounts.door_models import AuthenticatorApp, Passkey, RecoveryCode
from engagement.accounts.models import Officer
from engagement.accounts.sessions import Factor
from engagement.extensions import vault
from engagement.persistence import insert_unless_there, rows_changed
from engagement.unit_of_work import unit_of_work

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Nothing that reads like something else: no i, l, o, 0 or 1.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 3, 4


def has_factor(session: Session, officer_id: uuid.UUID) -> bool:
    """Whether an officer has an app or a passkey that is set up."""
    return has_app(session, officer_id) or bool(
        session.scalar(select(func.count()).select_from(Passkey).where(Passkey.officer_id == officer_id))
    )


def has_app(session: Session, officer_id: uuid.UUID) -> bool:
    """Whether an officer has an app that is set up."""
    return _app(session, officer_id, confirmed=True) is not None


def offer_app(session: Session, officer: Officer, now: datetime) -> str:
    """The secret to put into an app; the same one until its first code was right."""
    app = _app(session, officer.id, confirmed=False)
    if app is None:
        row_id = uuid.uuid4()
        session.execute(
            insert_unless_there(session, AuthenticatorApp).values(
                id=row_id,
                officer_id=officer.id,
                secret_sealed=vault.seal(random_base32(), _place(row_id)),
                added_at=now,
            )
        )
        # Where the page was asked for twice at once, both show the same.
        app = _app(session, officer.id, confirmed=False)
        assert app is not None
    return _secret(app)


def link_for_app(officer: Officer, secret: str) -> str:
    """What the picture holds that an app reads."""
    return TOTP(secret).provisioning_uri(name=officer.email, issuer_name="Engagement")


def take_app(session: Session, officer: Officer, code: str, now: datetime) -> bool:
    """Take the app that was offered if its code is right; it comes in the place of the one before."""
    app = _app(session, officer.id, confirmed=False)
    step = _step_of(app, code, now) if app else None
    if app is None or step is None:
        return False
    remove_app(session, officer.id)
    session.execute(
        update(AuthenticatorApp).where(AuthenticatorApp.id == app.id).values(confirmed=True, last_step=step)
    )
    return True


def remove_app(session: Session, officer_id: uuid.UUID) -> bool:
    """Take an officer's app away; False if there is none."""
    mine = AuthenticatorApp.confirmed & (AuthenticatorApp.officer_id == officer_id)
    return rows_changed(session, delete(AuthenticatorApp).where(mine)) == 1


def prove(officer: Officer, code: str, now: datetime) -> Factor | None:
    """What a code shows: that the officer has the app or a recovery code. None if it is wrong or was used, and after
    too many tries.

    A try is written down and committed before it is judged, so that many at once cannot slip past the limit.
    """
    subject = vault.index("second factor", str(officer.id))
    with unit_of_work() as session:
        tries.write_down(session, [subject], now)
    with unit_of_work() as session:
        if tries.counted(session, [subject], now)[subject] > tries.MOST:
            return None
        plain = "".join(sign for sign in code.lower() if sign.isalnum())
        if _app_shows(session, officer, plain, now):
            shown = Factor.APP
        elif _is_recovery_code(session, officer, plain, now):
            shown = Factor.RECOVERY_CODE
        else:
            return None
        tries.forgive(session, subject)
        return shown


def new_recovery_codes(session: Session, officer_id: uuid.UUID) -> list[str]:
    """A fresh set, to be shown once; the set before it ends."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    plain = ["".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP_LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(officer_id=officer_id, code_hash=_hash(officer_id, code)) for code in plain)
    session.flush()
    return ["-".join(code[at : at + GROUP_LENGTH] for at in range(0, len(code), GROUP_LENGTH)) for code in plain]


def recovery_codes_left(session: Session, officer_id: uuid.UUID) -> int:
    """How many recovery codes have not been used."""
    unused = (RecoveryCode.officer_id == officer_id) & RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(unused)) or 0


def forget_all(session: Session, officer_id: uuid.UUID) -> None:
    """Take every second factor and recovery code of an officer away."""
    session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.officer_id == officer_id))
    session.execute(delete(Passkey).where(Passkey.officer_id == officer_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))


def _app(session: Session, officer_id: uuid.UUID, *, confirmed: bool) -> AuthenticatorApp | None:
    mine = (AuthenticatorApp.officer_id == officer_id) & (AuthenticatorApp.confirmed == confirmed)
    return session.scalars(select(AuthenticatorApp).where(mine).execution_options(populate_existing=True)).first()


def _app_shows(session: Session, officer: Officer, code: str, now: datetime) -> bool:
    app = _app(session, officer.id, confirmed=True)
    step = _step_of(app, code, now) if app else None
    if app is None or step is None:
        return False
    # Two that come at once with one code: the later finds the step taken.
    fresh = (AuthenticatorApp.id == app.id) & (AuthenticatorApp.last_step < step)
    return rows_changed(session, update(AuthenticatorApp).where(fresh).values(last_step=step)) == 1


def _step_of(app: AuthenticatorApp, code: str, now: datetime) -> int | None:
    """The step whose code this is: the present one, or the one before or after for a clock that is a little off."""
    totp = TOTP(_secret(app))
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present, present - 1, present + 1):
        if compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _is_recovery_code(session: Session, officer: Officer, code: str, now: datetime) -> bool:
    mine = (RecoveryCode.officer_id == officer.id) & (RecoveryCode.code_hash == _hash(officer.id, code))
    unused = update(RecoveryCode).where(mine, RecoveryCode.used_at.is_(None)).values(used_at=now)
    return rows_changed(session, unused) == 1


def _hash(officer_id: uuid.UUID, code: str) -> str:
    return vault.index(f"recovery code {officer_id}", code)


def _secret(app: AuthenticatorApp) -> str:
    return vault.open(app.secret_sealed, _place(app.id))


def _place(app_id: uuid.UUID) -> str:
    return f"authenticator_apps.secret:{app_id}"
