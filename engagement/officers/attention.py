"""What an officer should look at: a pure function of what is known about a consultation."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from engagement.consultations.deadlines import deadline_in_words
from engagement.consultations.decisions import ClosingRequest
from engagement.consultations.models import Consultation, State
from engagement.correspondence.models import Wave, WaveState
from engagement.moderation.models import TextState
from engagement.moderation.service import NOTHING, Standing
from engagement.officers.blueprint import AUDIENCE_NAMES
from engagement.outbox.models import MessageKind, MessageState
from engagement.outbox.service import Status
from engagement.questionnaires.definition import AudienceName
from engagement.reporting.progress import Progress


class Matter(NamedTuple):
    """One thing to look at, and the page on which to do it, with what to filter there."""

    sentence: str
    endpoint: str
    filters: Mapping[str, str] = {}


def attention(
    consultation: Consultation,
    numbers: Mapping[str, Progress],
    asked: Sequence[AudienceName],
    status: Status,
    waves: Sequence[Wave],
    closing: ClosingRequest | None,
    now: datetime,
    texts: Standing = NOTHING,
    nobody_reads: bool = False,
) -> list[Matter]:
    """Everything that needs somebody, the most pressing first; empty when all is well."""
    found = [Matter(alarm, "officers.sending") for alarm in status.alarms]
    if status.paused:
        found.append(Matter(f"Sending is paused: {status.pause_reason}", "officers.sending"))
    found += _to_read(texts, nobody_reads)
    if closing is not None:
        sentence = (
            f"Somebody asks to close early, at {deadline_in_words(closing.closes_at)}. Another officer has to decide."
        )
        found.append(Matter(sentence, "officers.deadline"))
    mail = status.counts.get(consultation.slug, {})
    for state, words, endpoint in (
        (MessageState.UNKNOWN, "may or may not have gone. Somebody must decide about", "officers.unknown_mail"),
        (MessageState.FAILED, "could not be delivered. Look at the reasons for", "officers.ledger"),
    ):
        if count := mail.get(state, 0):
            messages, them = ("1 message", "it") if count == 1 else (f"{count:,} messages", "them")
            filters = {"state": state} if endpoint == "officers.ledger" else {}
            found.append(Matter(f"{messages} {words} {them}.", endpoint, filters))
    found += _came_back(numbers.values())
    for wave in waves:
        if wave.state == WaveState.STOPPED:
            who = AUDIENCE_NAMES[wave.audience].lower()  # type: ignore[index]  # the column holds audiences only
            found.append(
                Matter(
                    f"A letter to {who} has stopped, because more would get it than was announced.", "officers.waves"
                )
            )
    if consultation.state_at(now) in (State.UPCOMING, State.OPEN):
        found += _still_to_do(numbers, asked, waves)
    return found


def _to_read(texts: Standing, nobody_reads: bool) -> Iterable[Matter]:
    if texts.late:
        what = "1 text has" if texts.late == 1 else f"{texts.late:,} texts have"
        yield Matter(f"{what} waited too long for somebody to read.", "officers.texts", {"state": TextState.UNREAD})
    if unread := texts.unread - texts.late:
        what = "1 text waits" if unread == 1 else f"{unread:,} texts wait"
        hours = texts.oldest_seconds // 3600
        since = "less than an hour" if not hours else "1 hour" if hours == 1 else f"{hours:,} hours"
        yield Matter(f"{what} to be read, the oldest for {since}.", "officers.texts", {"state": TextState.UNREAD})
    if second := texts.states.get(TextState.REDACTING, 0):
        what = "1 redaction waits" if second == 1 else f"{second:,} redactions wait"
        yield Matter(f"{what} for a second person.", "officers.redactions")
    if nobody_reads:
        yield Matter("Nobody, or only one person, is named to read what people write.", "officers.reading_duty")


def _came_back(numbers: Collection[Progress]) -> Iterable[Matter]:
    if bounced := sum(progress.bounced for progress in numbers):
        who, what = ("1 contact", "address") if bounced == 1 else (f"{bounced:,} contacts", "addresses")
        sentence = f"Letters to {who} came back for good. Correct the {what}."
        yield Matter(sentence, "officers.contacts", {"state": "bounced"})
    if soft := sum(progress.soft_bounced for progress in numbers):
        who = "1 contact" if soft == 1 else f"{soft:,} contacts"
        sentence = f"Letters to {who} have come back three times or more."
        yield Matter(sentence, "officers.contacts", {"state": "soft_bounced"})


def _still_to_do(
    numbers: Mapping[str, Progress], asked: Iterable[AudienceName], waves: Iterable[Wave]
) -> Iterable[Matter]:
    invited = {
        wave.audience for wave in waves if wave.kind == MessageKind.INVITATION and wave.state != WaveState.CANCELLED
    }
    for audience in asked:
        if audience == "young_people":
            continue
        who = AUDIENCE_NAMES[audience].lower()
        if not numbers.get(audience, Progress()).contacts:
            yield Matter(f"There are no contacts of {who} yet.", "officers.contacts", {"audience": audience})
        elif audience not in invited:
            yield Matter(f"No invitation to {who} is planned.", "officers.waves")
