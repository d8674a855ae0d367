"""How the outbox stands, as Prometheus reads it."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from engagement.outbox.alarms import Alarm
from engagement.outbox.service import Status


def exposition(status: Status) -> bytes:
    """The numbers in Prometheus's text format. They name consultations and nobody else."""
    registry = CollectorRegistry()

    def gauge(name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"engagement_{name}", words, labels, registry=registry)

    messages = gauge("messages", "Messages by consultation and state.", "consultation", "state")
    for slug, states in status.counts.items():
        for state, count in states.items():
            messages.labels(slug, state).set(count)
    gauge("messages_planned", "Messages in all, as planned.").set(status.planned)
    gauge("balance_holds", "1 while every planned message is in one of the states.").set(status.balances)
    gauge("oldest_due_seconds", "How long the oldest message that could go has waited.").set(status.oldest_due_seconds)
    gauge("messages_unknown", "Messages that may or may not have gone.").set(status.unknown)
    gauge("sending_paused", "1 while nothing may leave.").set(status.paused)
    gauge("scheduler_last_beat_timestamp_seconds", "When the scheduler was last heard, 0 if never.").set(
        status.last_beat.timestamp() if status.last_beat else 0
    )
    sounding = gauge("alarm", "1 while an alarm sounds.", "name")
    for alarm in Alarm:
        sounding.labels(alarm.name.lower()).set(alarm in status.alarms)
    return generate_latest(registry)
