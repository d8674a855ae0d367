"""A consultation that nobody has seen yet, with all that Kent asks, and an officer to look at it."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engagement.consultations.models import Consultation
from tests import factories
from tests.officers.conftest import quick_hashes
from tests.officers.door import RUNS, come_in
from tests.public.conftest import kent
from tests.visitor import Visitor

__all__ = ["kent", "quick_hashes"]


@pytest.fixture
def draft(kent: Consultation, session: Session) -> Consultation:
    """Kent's consultation before it is public."""
    kent.published_at = None
    session.commit()
    return kent


@pytest.fixture
def officer(app: Flask, session: Session) -> Visitor:
    """An officer who runs consultations, signed in."""
    factories.officer(session, RUNS, email="ada@council.example")
    session.commit()
    visitor = Visitor(app)
    come_in(visitor, "ada@council.example")
    return visitor
