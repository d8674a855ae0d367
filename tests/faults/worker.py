"""The real app and Celery app for the fault tests' workers: only their clock and their patience are other.

It is always ten on a Wednesday morning when a test starts, so that letters may leave, and a dead worker's
messages are settled in seconds, so that a test ends.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from celery import Celery
from flask import Flask

from config import Settings
from engagement import create_app, jobs
from engagement.clock import Clock
from engagement.outbox import claims, delivery, retries, settling

MODULE = "tests.faults.worker"
CLOCK_AHEAD = "FAULTS_CLOCK_AHEAD"
# Names a file with the seconds that the clock is ahead just now, where a test steps it while its workers run.
CLOCK_FILE = "FAULTS_CLOCK_FILE"
LEASE = timedelta(seconds=6)
UNDER_WAY = timedelta(seconds=3)
EVERY_SECONDS = 1


@dataclass(frozen=True)
class ShiftedClock:
    """The database's clock, so many seconds ahead."""

    clock: Clock
    ahead: timedelta

    def now(self) -> datetime:
        """The present instant there, in UTC."""
        return self.clock.now() + self.ahead


@dataclass(frozen=True)
class SteppedClock:
    """The database's clock, as many seconds ahead as a file says."""

    clock: Clock
    file: Path

    def now(self) -> datetime:
        """The present instant there, in UTC."""
        return self.clock.now() + timedelta(seconds=float(self.file.read_text()))


def shifted_app(settings: Settings, ahead_seconds: float) -> Flask:
    """The app as it is, on a shifted clock."""
    app = create_app(settings)
    real: Clock = app.extensions["clock"]
    stepped = os.environ.get(CLOCK_FILE)
    shifted = ShiftedClock(real, timedelta(seconds=ahead_seconds))
    app.extensions["clock"] = SteppedClock(real, Path(stepped)) if stepped else shifted
    return app


def impatient_celery_app(app: Flask) -> Celery:
    """The app's Celery app, in a hurry. Only a process of its own may do this: it changes the modules."""
    claims.LEASE = LEASE
    delivery.BATCH_TIME = LEASE / 2
    settling.STILL_UNDER_WAY = UNDER_WAY
    retries.FIRST_WAIT = timedelta(seconds=EVERY_SECONDS)
    retries.LONGEST_WAIT = timedelta(seconds=2 * EVERY_SECONDS)
    jobs.STANDING_SECONDS = 2 * EVERY_SECONDS
    celery_app: Celery = app.extensions["celery"]
    celery_app.conf.beat_schedule = {
        name: entry | {"schedule": EVERY_SECONDS} for name, entry in jobs.BEAT_TABLE.items() if name != "forget"
    }
    return celery_app


if CLOCK_AHEAD in os.environ:
    app = shifted_app(Settings.from_environment(), float(os.environ[CLOCK_AHEAD]))
    celery_app = impatient_celery_app(app)
