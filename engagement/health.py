"""Health for machines: whether this process lives, and whether everything that it needs is well."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, current_app, jsonify
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engagement.extensions import clock, db
from engagement.outbox import service as outbox

BROKER_PATIENCE = 1.0
OK = "ok"

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> Response:
    """This process answers."""
    return jsonify(status=OK)


@blueprint.get("/ready")
def ready() -> tuple[Response, HTTPStatus]:
    """Whether people can answer and mail leaves: 200, or 503 with what is wrong."""
    checks = {"broker": broker(), **database_checks()}
    well = all(state == OK for state in checks.values())
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(status=OK if well else "not ready", checks=checks), status


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


def database_checks() -> dict[str, str]:
    """The database, and what it knows of the scheduler and the mail; without it nothing is known of those."""
    checks: dict[str, Callable[[datetime], str]] = {"scheduler": scheduler, "oldest due mail": oldest_due_mail}
    try:
        db.session.execute(text("SELECT 1"))
        now = clock.now()
        return {"database": OK} | {name: check(now) for name, check in checks.items()}
    except SQLAlchemyError:
        return {"database": "does not answer"} | dict.fromkeys(checks, "not known")


def scheduler(now: datetime) -> str:
    """Whether the scheduler's heartbeat is young enough."""
    last = outbox.heartbeat(db.session(), outbox.SCHEDULER)
    if last is None:
        return "never heard"
    silence = now - last
    return OK if silence <= outbox.SILENT_TOO_LONG else f"last heard {int(silence.total_seconds())} seconds ago"


def oldest_due_mail(now: datetime) -> str:
    """Whether mail that could go now goes in time."""
    waits = outbox.status(db.session(), now).oldest_due_seconds
    return OK if waits <= outbox.DUE_TOO_LONG.total_seconds() else f"waits for {waits} seconds"
