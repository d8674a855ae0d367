"""Tells officers by mail of alarms, once each, and when they are over, whether or not the outbox is paused."""

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.outbox import alarms, service
from engagement.outbox.alarms import Alarm, News
from engagement.outbox.envelopes import Letter
from engagement.outbox.notices import Notices, letter_with_link
from engagement.unit_of_work import unit_of_work


@dataclass(frozen=True)
class Watch:
    """Writes to the officers `to` who are named for alarms."""

    notices: Notices
    to: Sequence[str]

    def look(self, others: Sequence[Alarm] = ()) -> News:
        """Tell what is new; gives what that was. If no mail could be handed over, it is new again next time.

        `others` are alarms that sound besides those about mail.
        """
        clock = self.notices.clock
        with unit_of_work() as session:
            now = clock.now()
            news = alarms.take_news(session, (*service.status(session, now).alarms, *others), now)
        if (news.raised or news.over) and not self.notices.tell(letter_of(news, self.notices.public_url), self.to):
            with unit_of_work() as session:
                alarms.give_back(session, news, clock.now())
            return News((), ())
        return news


def letter_of(news: News, public_url: str) -> Letter:
    """What officers read: what is wrong, what is well again, and where to look."""
    what, page = (
        ("reading", "/officers/") if {*news.raised, *news.over} == {Alarm.UNREAD} else ("mail", "/officers/sending")
    )
    subject = f"Engagement: {what} needs attention" if news.raised else f"Engagement: {what} is well again"
    paragraphs = [*news.raised, *(f"Over: {alarm}" for alarm in news.over)]
    return letter_with_link(subject, paragraphs, f"{public_url}{page}", "Look at it")
