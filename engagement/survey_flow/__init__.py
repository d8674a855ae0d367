"""The journey that every audience shares: it asks its Audience, and never names one."""

from engagement.survey_flow.audience import Audience, Words
from engagement.survey_flow.doors import survey_blueprint
from engagement.survey_flow.personal_links import links

__all__ = ["Audience", "Words", "links", "survey_blueprint"]
