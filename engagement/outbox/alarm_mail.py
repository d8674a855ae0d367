"""Tells officers by mail of alarms, once each, and when they are over, whether or not the outbox is paused."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import structlog

from engagement.clock import Clock
from engagement.outbox import alarms, service
from engagement.outbox.alarms import News
from engagement.outbox.delivery import HANDOVER_SECONDS
from engagement.outbox.envelopes import FormLetter, Letter
from engagement.outbox.gateways import ConnectionTrouble, Gateway, NotTaken, OutcomeUnknown
from engagement.unit_of_work import unit_of_work

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Watch:
    """Writes to `to` as `mail_from`, with a link to the officers' pages under `public_url`."""

    gateway: Gateway
    clock: Clock
    to: Sequence[str]
    mail_from: str
    public_url: str

    def look(self) -> News:
        """Tell what is new; gives what that was. If no mail could be handed over, it is new again next time."""
        with unit_of_work() as session:
            now = self.clock.now()
            news = alarms.take_news(session, service.status(session, now).alarms, now)
        if (news.raised or news.over) and not self._tell(news):
            with unit_of_work() as session:
                alarms.give_back(session, news, self.clock.now())
            return News((), ())
        return news

    def _tell(self, news: News) -> bool:
        """Whether anybody was told."""
        form = FormLetter(letter_of(news, self.public_url), mail_from=self.mail_from, reply_to=self.mail_from)
        told = False
        try:
            for recipient in self.to:
                envelope = form.addressed(uuid.uuid4(), recipient, self.clock.now(), {}, None)
                try:
                    self.gateway.offer(envelope)
                    self.gateway.send(envelope, time.monotonic() + HANDOVER_SECONDS)
                except OutcomeUnknown:
                    told = True
                except ConnectionTrouble:
                    raise
                except NotTaken as trouble:
                    log.warning("an alarm was not taken", reason=str(trouble))
                else:
                    told = True
        except ConnectionTrouble as trouble:
            log.warning("nobody could be told of an alarm", reason=str(trouble))
        finally:
            self.gateway.close()
        return told


def letter_of(news: News, public_url: str) -> Letter:
    """What officers read: what is wrong, what is well again, and where to look."""
    subject = "Engagement: mail needs attention" if news.raised else "Engagement: mail is well again"
    paragraphs = [*news.raised, *(f"Over: {alarm}" for alarm in news.over)]
    place = f"{public_url}/officers/sending"
    text = "\n\n".join([*paragraphs, f"Look at it here: {place}"]) + "\n"
    page = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return Letter(subject, text, f'<html lang="en"><body>{page}<p><a href="{place}">Look at it</a></p></body></html>')
