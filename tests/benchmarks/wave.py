"""How fast a wave is planned and leaves, beside the floor of the same machine: `make benchmark-wave`.

The floor is a sender that does nothing but two durable commits and one prebuilt message. BENCHMARK_CONTACTS says how
many people the wave has; the goals are 30% of a raw INSERT ... SELECT for planning, 80% of the floor with one sender
and 1.5 times one sender of the floor with four.
"""

import os
import resource
import smtplib
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, insert, text

from config import Settings
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import postroom, waves
from engagement.extensions import clock, db, vault
from engagement.outbox.models import MessageKind
from engagement.unit_of_work import unit_of_work
from tests import factories, servers
from tests.faults.preparing import START
from tests.faults.worker import CLOCK_AHEAD, shifted_app

CONTACTS = int(os.environ.get("BENCHMARK_CONTACTS", "100000"))
FLOOR_MESSAGES = min(CONTACTS, 5000)
AT_ONCE = 5000
FLOOR_TABLE = "CREATE TABLE floor (id uuid PRIMARY KEY, contact_id uuid UNIQUE, state text NOT NULL)"
ROOT = Path(__file__).parents[2]
LETTER = b"From: a@council.example\r\nTo: b@example.org\r\nSubject: Kent\r\n\r\n" + b"words of a letter\r\n" * 120


def main() -> None:
    """Prepare, plan, and send with one sender and with four; each rate beside the floor's."""
    os.environ.update(ENGAGEMENT_ENV="test", REDIS_URL="memory://", SMTP_URL="smtp://127.0.0.1:9")
    ahead = (START - datetime.now(UTC)).total_seconds()
    os.environ[CLOCK_AHEAD] = str(ahead)
    with servers.postgres() as url, quick_sink() as smtp_url:
        os.environ.update(DATABASE_URL=url, SMTP_URL=smtp_url)
        app = shifted_app(replace(Settings.from_environment(), database_url=url, smtp_url=smtp_url), ahead)
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            prepare()
        floor_launch, launch = planned(url, app)
        say(f"plan {CONTACTS:,}: {launch:.1f} s, {floor_launch / launch:.0%} of INSERT ... SELECT (goal 30%)")
        floor = rate_of("floor", 1)
        say(f"floor, 1 sender: {floor:,.0f} messages a second")
        for senders, goal in ((1, 0.8), (4, 1.5)):
            rate = rate_of("wave", senders)
            times = f"{rate / floor:.2f} of the floor (goal {goal})"
            say(f"wave, {senders} sender(s): {rate:,.0f} messages a second, {times}")
        with app.app_context():
            db.engine.dispose()


def prepare() -> None:
    """A consultation with so many contacts and a wave that is due."""
    with unit_of_work() as session:
        asked = factories.consultation(session)
        for start in range(0, CONTACTS, AT_ONCE):
            contacts, invited = [], []
            for number in range(start, min(start + AT_ONCE, CONTACTS)):
                contact_id, email = uuid.uuid4(), f"reader{number:06}@example.org"
                sealed = vault.seal(email, f"contacts.email:{contact_id}")
                contacts.append(
                    {
                        "id": contact_id,
                        "consultation_id": asked.id,
                        "audience": "families",
                        "email_sealed": sealed,
                        "email_index": vault.index("email", email),
                        "added_at": factories.OPENS_AT,
                    }
                )
                invitation = invitations.new_invitation(contact_id)
                invited.append({key: getattr(invitation, key) for key in invitation.__dict__ if key[0] != "_"})
            session.execute(insert(Contact), contacts)
            session.execute(insert(Invitation), invited)
        now = clock.now()
        waves.plan(session, consultation=asked, audience="families", kind=MessageKind.REMINDER, due_at=now, now=now)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def planned(url: str, app: Flask) -> tuple[float, float]:
    """Seconds that a raw INSERT ... SELECT takes, and seconds that the launch takes."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(FLOOR_TABLE))
        began = time.perf_counter()
        connection.execute(text("INSERT INTO floor SELECT gen_random_uuid(), id, 'pending' FROM contacts"))
    raw = time.perf_counter() - began
    engine.dispose()
    with app.app_context():
        clock.now()
        began = time.perf_counter()
        with unit_of_work() as session:
            assert waves.launch_due(session, clock.now()) == 1
        return raw, time.perf_counter() - began


def rate_of(what: str, senders: int) -> float:
    """Messages a second that some sender processes together send of their share."""
    share = (FLOOR_MESSAGES if what == "floor" else CONTACTS // 2) // senders
    command = [sys.executable, "-m", "tests.benchmarks.wave", what, str(share)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(senders)]
    rates = []
    for process in processes:
        rate, memory = process.communicate()[0].split()
        rates.append(float(rate))
    say(f"  memory of a sender: {float(memory):.0f} MB")
    return sum(rates)


def send_floor(share: int) -> int:
    """Take a row, send a prebuilt message, mark the row: two durable commits and nothing else."""
    engine = create_engine(os.environ["DATABASE_URL"])
    host, _, port = os.environ["SMTP_URL"].removeprefix("smtp://").partition(":")
    with engine.connect() as connection, smtplib.SMTP(host, int(port)) as server:
        ids = connection.scalars(text(f"SELECT id FROM floor LIMIT {share}")).all()
        connection.commit()
        mark = text("UPDATE floor SET state = :state WHERE id = :id")
        for row in ids:
            connection.execute(mark, {"state": "dotting", "id": row})
            connection.commit()
            server.sendmail("a@council.example", "b@example.org", LETTER)
            connection.execute(mark, {"state": "sent", "id": row})
            connection.commit()
    engine.dispose()
    return len(ids)


def send_wave(share: int) -> int:
    """Drain the outbox as a worker does, until this share has gone."""
    app = shifted_app(Settings.from_environment(), float(os.environ[CLOCK_AHEAD]))
    sent = 0
    while sent < share:
        with app.app_context():
            found = postroom.courier_for(app.config, clock).drain().sent
        if not found:
            break
        sent += found
    with app.app_context():
        db.engine.dispose()
    return sent


@contextmanager
def quick_sink() -> Iterator[str]:
    """A mail server that costs little; gives its address."""
    port = servers.free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.quick_sink", str(port)], cwd=ROOT)
    try:
        servers.wait_for_port(port)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


def say(line: str) -> None:
    """Print at once, because this takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        began = time.perf_counter()
        count = {"floor": send_floor, "wave": send_wave}[sys.argv[1]](int(sys.argv[2]))
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(f"{count / (time.perf_counter() - began)} {megabytes}")
