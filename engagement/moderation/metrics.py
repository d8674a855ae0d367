"""How the queues of texts stand, as Prometheus reads it."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from engagement.moderation.service import Standing


def exposition(standings: Mapping[str, Standing]) -> bytes:
    """The numbers in Prometheus's text format, by the address of each consultation."""
    registry = CollectorRegistry()
    texts = Gauge("engagement_texts", "Texts by state.", ("consultation", "state"), registry=registry)
    late = Gauge("engagement_texts_late", "Unread texts past their time.", ("consultation",), registry=registry)
    oldest = Gauge(
        "engagement_texts_oldest_unread_seconds", "How long one has waited.", ("consultation",), registry=registry
    )
    for slug, standing in standings.items():
        for state, count in standing.states.items():
            texts.labels(slug, state).set(count)
        late.labels(slug).set(standing.late)
        oldest.labels(slug).set(standing.oldest_seconds)
    return generate_latest(registry)
