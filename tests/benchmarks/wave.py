"""How fast a wave is planned and leaves, beside the floor of the same machine: `make benchmark-wave`.

The floor of sending is a sender that does nothing but two durable commits and one prebuilt message, by Python's own
smtplib; the goals are 80% of it with one sender and 1.5 times one sender of it with four. The floor of planning is one
INSERT ... SELECT into the same table, beside one into a table of three columns; the goal is 30%.

Floor and wave take turns, and every figure is the median of its rounds with the lowest and the highest. CPU is that of
the senders: it tells more than the rates where the machine has other work. BENCHMARK_CONTACTS says how many people the
wave has.
"""

import os
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from flask_migrate import upgrade
from sqlalchemy import insert, text

from config import Settings
from engagement.contacts import invitations
from engagement.contacts.models import Contact, Invitation
from engagement.correspondence import waves
from engagement.extensions import clock, db, vault
from engagement.outbox.models import MessageKind
from engagement.unit_of_work import unit_of_work
from tests import factories, servers
from tests.benchmarks.senders import ROOT, Run, together
from tests.faults.preparing import START
from tests.faults.worker import CLOCK_AHEAD, shifted_app

CONTACTS = int(os.environ.get("BENCHMARK_CONTACTS", "100000"))
PLANNING_ROUNDS = 3
ROUNDS = 5
LETTERS = min(4000, CONTACTS // (3 * ROUNDS))
AT_ONCE = 5000
FLOOR_TABLE = "CREATE TABLE floor (id uuid PRIMARY KEY, contact_id uuid UNIQUE, state text NOT NULL)"
NARROW = "INSERT INTO floor SELECT gen_random_uuid(), id, 'pending' FROM contacts"
SAME = """
INSERT INTO messages
  (id, consultation_id, contact_id, wave_id, kind, occurrence, template, state, due_at, tries)
SELECT gen_random_uuid(), c.consultation_id, c.id, w.id, w.kind, w.occurrence, w.template, 'pending', now(), 0
FROM contacts c CROSS JOIN waves w
"""


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
            plan()
            db.session.remove()
            db.engine.dispose()
        send()


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


def plan() -> None:
    """Plan the wave again and again, beside both floors."""
    seconds: dict[str, list[float]] = {"three columns": [], "same table": [], "wave": []}
    executed(FLOOR_TABLE)
    for _ in range(PLANNING_ROUNDS):
        executed("TRUNCATE floor")
        seconds["three columns"].append(executed(NARROW))
        executed("TRUNCATE messages, delivery_reports")
        seconds["same table"].append(executed(SAME))
        executed("TRUNCATE messages, delivery_reports")
        executed("UPDATE waves SET state = 'planned', launched_at = NULL")
        now = clock.now()
        began = time.perf_counter()
        with unit_of_work() as session:
            assert waves.launch_due(session, now) == 1
        seconds["wave"].append(time.perf_counter() - began)
        db.session.remove()
    executed("VACUUM ANALYZE")
    for name, found in seconds.items():
        share = statistics.median(found) / statistics.median(seconds["wave"])
        say(f"plan {CONTACTS:,}, {name}: {spread(found, 2)} s; the wave has {share:.0%} of its speed (goal 30%)")


def executed(statement: str) -> float:
    """Seconds that a statement takes with its commit."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        began = time.perf_counter()
        connection.execute(text(statement))
        return time.perf_counter() - began


def send() -> None:
    """Floor, one sender and four take turns; the floor comes last again."""
    floors, ones, fours = [], [], []
    for _ in range(ROUNDS):
        floors.append(together("floor", 1, LETTERS))
        ones.append(together("wave", 1, LETTERS))
        fours.append(together("wave", 4, LETTERS))
    floors.append(together("floor", 1, LETTERS))
    base = statistics.median(run.rate for run in floors)
    tell("floor, 1 sender", floors, "")
    for name, runs, goal in (("wave, 1 sender", ones, 0.8), ("wave, 4 senders", fours, 1.5)):
        times = statistics.median(run.rate for run in runs) / base
        tell(name, runs, f"; {times:.2f} of the floor (goal {goal})")


def tell(name: str, runs: Sequence[Run], beside: str) -> None:
    """A line for what some runs came to."""
    rates, cpu = [run.rate for run in runs], [run.cpu_ms for run in runs]
    memory = max(run.megabytes for run in runs)
    say(f"{name}: {spread(rates)} letters a second; CPU {spread(cpu, 2)} ms a letter; {memory:.0f} MB{beside}")


def spread(figures: Sequence[float], digits: int = 0) -> str:
    """The median, and from where to where."""
    lowest, highest = min(figures), max(figures)
    return f"{statistics.median(figures):,.{digits}f} ({lowest:,.{digits}f} to {highest:,.{digits}f})"


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
    main()
