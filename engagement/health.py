"""Health for machines: whether this process lives, and whether everything that it needs is well."""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from ipaddress import ip_address

from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engagement.extensions import clock, db
from engagement.moderation import service as moderation
from engagement.moderation.metrics import exposition as texts_exposition
from engagement.moderation.service import Standing
from engagement.outbox import alarms
from engagement.outbox import service as outbox
from engagement.outbox.alarms import Alarm
from engagement.outbox.metrics import exposition
from engagement.outbox.service import Status

BROKER_PATIENCE = 1.0
OK = "ok"

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> Response:
    """This process answers."""
    return jsonify(status=OK)


@blueprint.get("/ready")
def ready() -> tuple[Response, HTTPStatus]:
    """Whether people can answer and mail leaves: 200, or 503 with what is wrong.

    The notices are for whoever watches: no traffic should be kept away because of them.
    """
    checks, notices = database_checks()
    checks["broker"] = broker()
    well = all(state == OK for state in checks.values())
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(status=OK if well else "not ready", checks=checks, notices=notices), status


@blueprint.get("/metrics")
def metrics() -> Response:
    """How mail and reading stand, for Prometheus: for whoever has the token, or asks from here where there is none."""
    if not may_measure():
        abort(HTTPStatus.FORBIDDEN)
    session, now = db.session(), clock.now()
    queues = moderation.by_slug(session, now)
    status = outbox.status(session, now)
    if any(queue.late for queue in queues.values()):
        status = replace(status, alarms=(*status.alarms, Alarm.UNREAD))
    return Response(exposition(status) + texts_exposition(queues), content_type=CONTENT_TYPE_LATEST)


def may_measure() -> bool:
    """Whether this request may see numbers. A proxy on this machine must not pass for the machine itself."""
    token: str = current_app.config["METRICS_TOKEN"]
    if token:
        told = request.headers.get("Authorization", "").encode(errors="replace")
        return hmac.compare_digest(f"Bearer {token}".encode(), told)
    came_by_proxy = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via"))
    return not came_by_proxy and ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104  # nobody's


def broker() -> str:
    """Whether the broker that wakes the workers answers at once."""
    connection = Redis.from_url(
        current_app.config["REDIS_URL"],
        socket_connect_timeout=BROKER_PATIENCE,
        socket_timeout=BROKER_PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        with connection:
            connection.ping()
    except RedisError:
        return "does not answer"
    return OK


def database_checks() -> tuple[dict[str, str], dict[str, str]]:
    """The database, and what it knows of the scheduler and the mail; without it nothing is known of those."""
    checks: dict[str, Callable[[Status, datetime], str]] = {"scheduler": scheduler, "oldest due mail": oldest_due_mail}
    try:
        db.session.execute(text("SELECT 1"))
        now = clock.now()
        found = outbox.status(db.session(), now)
        queues = moderation.standings(db.session(), now)
    except SQLAlchemyError:
        return {"database": "does not answer"} | dict.fromkeys(checks, "not known"), {}
    notices = notices_of(found) | unread_texts(queues.values())
    return {"database": OK} | {name: check(found, now) for name, check in checks.items()}, notices


def scheduler(found: Status, now: datetime) -> str:
    """Whether the scheduler's heartbeat is young enough."""
    if found.last_beat is None:
        return "never heard"
    silence = now - found.last_beat
    return OK if silence <= alarms.SILENT_TOO_LONG else f"last heard {int(silence.total_seconds())} seconds ago"


def oldest_due_mail(found: Status, now: datetime) -> str:
    """Whether mail that could go now goes in time. What is paused on purpose is not late."""
    waits = found.oldest_due_seconds
    return OK if found.paused or waits <= alarms.DUE_TOO_LONG.total_seconds() else f"waits for {waits} seconds"


def notices_of(found: Status) -> dict[str, str]:
    """What somebody should look at although people can answer and mail leaves."""
    notices = {}
    if found.paused:
        notices["sending"] = "paused"
    if found.unknown:
        notices["unknown mail"] = f"{found.unknown} may or may not have gone"
    if not found.balances:
        notices["balance"] = "does not hold"
    return notices


def unread_texts(queues: Iterable[Standing]) -> dict[str, str]:
    """What people wrote and nobody has read in time."""
    late = sum(queue.late for queue in queues)
    return {"unread texts": f"{late} past their time"} if late else {}
