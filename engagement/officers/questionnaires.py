"""What each audience is asked: what is published, what is being written, and what stands in its way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import render_template
from sqlalchemy.orm import Session

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import publishing, versions, working_copies
from engagement.consultations import service as consultations
from engagement.consultations.models import Consultation, QuestionnaireVersion
from engagement.consultations.publishing import Prepared
from engagement.consultations.working_copy_models import SignOff, WorkingCopy
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.officers.blueprint import AUDIENCE_NAMES, blueprint
from engagement.officers.guard import needs
from engagement.questionnaires.definition import AUDIENCES, AudienceName, Questionnaire
from engagement.questionnaires.editing.document import Document, measured
from engagement.questionnaires.measures import MEASURES
from engagement.responses.live import is_live

ADDRESS = "/consultations/<slug>/questionnaires"
OF_AUDIENCE = f"{ADDRESS}/<any({', '.join(AUDIENCES)}):audience>"


@dataclass(frozen=True, slots=True)
class Variant:
    """One audience's questionnaire: the version in use, the working copy, and what keeps it from being published.

    `prepared` is None where nothing is written or what is written has `faults`.
    """

    consultation: Consultation
    audience: AudienceName
    current: QuestionnaireVersion | None
    copy: WorkingCopy | None
    live: bool
    faults: list[str]
    prepared: Prepared | None
    obstacles: list[str]
    sign_off: SignOff | None

    @property
    def overtaken(self) -> bool:
        """Whether a version was published in another way since the working copy was begun."""
        current = self.current.id if self.current else None
        return self.copy is not None and self.copy.based_on != current

    @property
    def written(self) -> WorkingCopy:
        """The working copy. Raises NotFound where there is none."""
        if self.copy is None:
            raise NotFound("Nobody is writing this questionnaire. What is published stays as it is.")
        return self.copy

    @property
    def ready(self) -> Prepared:
        """What would be published. Raises NotFound where there is nothing that could be."""
        if self.prepared is None:
            raise NotFound("This questionnaire is not finished yet. Its page says what is missing.")
        return self.prepared

    @property
    def as_written(self) -> Questionnaire:
        """The working copy as it is written, under the keys that it has. Raises NotFound where it is not finished."""
        if self.faults:
            raise NotFound("This questionnaire is not finished yet. Its page says what is missing.")
        return working_copies.compiled(self.written)


def variant(session: Session, slug: str, audience: str) -> Variant:
    """The questionnaire of one audience as it stands now."""
    return _variant(session, consultations.find(session, slug), cast(AudienceName, audience))


@blueprint.get(ADDRESS)
@needs(May.LOOK)
def questionnaires(slug: str) -> str:
    """The questionnaires of all audiences side by side, and what to do next with each."""
    session = db.session()
    consultation = consultations.find(session, slug)
    return render_template(
        "officers/questionnaires.html",
        consultation=consultation,
        variants=[_variant(session, consultation, audience) for audience in AUDIENCES],
        publishers=publishing.publishers(session, consultation),
        names=accounts.names_by_actor(session),
    )


@blueprint.get(f"{ADDRESS}/measures")
@needs(May.LOOK)
def questionnaire_measures(slug: str) -> str:
    """Each measure with the words in which each audience is asked about it, and whom it is missing for."""
    session = db.session()
    consultation = consultations.find(session, slug)
    documents = working_copies.documents(session, consultation)
    asked = {audience: _by_measure(document) for audience, document in documents.items()}
    return render_template(
        "officers/questionnaire_measures.html",
        consultation=consultation,
        asked=asked,
        headings=["Measure", *(AUDIENCE_NAMES[audience] for audience in asked)],
        measures=MEASURES,
        lacking={
            audience: [one.label for key, one in MEASURES.items() if key not in of] for audience, of in asked.items()
        },
    )


def _variant(session: Session, consultation: Consultation, audience: AudienceName) -> Variant:
    copy = working_copies.find(session, consultation, audience)
    live = is_live(session, consultation, audience, clock.now())
    faults = working_copies.faults(copy) if copy else []
    prepared, obstacles, sign_off = None, list[str](), None
    if copy is not None and not faults:
        prepared = publishing.prepare(session, copy, live=live)
        signed = publishing.history(session, consultation.id, audience)
        obstacles = publishing.obstacles(copy, prepared, signed)
        sign_off = publishing.sign_off_of(copy, prepared, signed)
    return Variant(
        consultation=consultation,
        audience=audience,
        current=versions.current(session, consultation.id, audience),
        copy=copy,
        live=live,
        faults=faults,
        prepared=prepared,
        obstacles=obstacles,
        sign_off=sign_off,
    )


def _by_measure(document: Document) -> Mapping[str, list[str]]:
    """The words of the questions and rows of each measure."""
    found: dict[str, list[str]] = {}
    for measure, words in measured(document):
        found.setdefault(measure, []).append(words)
    return found
