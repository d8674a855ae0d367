"""What was published and by whom, what a working copy changes, and what changed questions mean."""

import io
import uuid
from itertools import pairwise

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from engagement.accounts import service as accounts
from engagement.accounts.roles import May
from engagement.consultations import publishing, versions
from engagement.consultations.models import QuestionnaireVersion
from engagement.errors import NotFound
from engagement.extensions import clock, db
from engagement.officers.blueprint import blueprint
from engagement.officers.guard import current_officer, needs
from engagement.officers.notes import note
from engagement.officers.query import row_in_query, sent_along
from engagement.officers.questionnaires import OF_AUDIENCE, Variant, variant
from engagement.questionnaires import differences, toml_file
from engagement.questionnaires.definition import Questionnaire
from engagement.questionnaires.differences import Difference
from engagement.unit_of_work import unit_of_work

MEANINGS = ("same", "new")


@blueprint.get(f"{OF_AUDIENCE}/versions")
@needs(May.LOOK)
def questionnaire_versions(slug: str, audience: str) -> str:
    """Every version of one audience: what changed, who wrote it, who signed it off, who published it and when."""
    session = db.session()
    here = variant(session, slug, audience)
    rows = versions.of_audience(session, here.consultation.id, here.audience)
    compiled = [versions.compiled(session, row.id) for row in rows]
    changes = [differences.between(before, after) for after, before in pairwise(compiled)]
    return render_template(
        "officers/questionnaire_versions.html",
        consultation=here.consultation,
        variant=here,
        versions=list(zip(rows, [*changes, ()], strict=True)) if rows else [],
        publishers=publishing.publishers(session, here.consultation),
        decisions=publishing.decisions(session, here.consultation),
        sign_offs=publishing.history(session, here.consultation.id, here.audience),
        names=accounts.names_by_actor(session),
    )


@blueprint.get(f"{OF_AUDIENCE}/differences")
@needs(May.LOOK)
def questionnaire_differences(slug: str, audience: str) -> str:
    """What a working copy changes, in words, and for each changed question whether it still means the same."""
    session = db.session()
    here = variant(session, slug, audience)
    return render_template(
        "officers/questionnaire_differences.html",
        consultation=here.consultation,
        variant=here,
        copy=here.written,
        changes=changes_of(here),
        names=accounts.names_by_actor(session),
    )


@blueprint.post(f"{OF_AUDIENCE}/differences")
@needs(May.WRITE)
def decide_meanings(slug: str, audience: str) -> ResponseReturnValue:
    """Keep what was decided about changed questions, as far as it was."""
    here = variant(db.session(), slug, audience)
    open_to_decide = {one.key for one in here.ready.changed if not one.always_new}
    said = {key: request.form.get(f"meaning.{key}", "") for key in open_to_decide}
    said = {key: meaning for key, meaning in said.items() if meaning in MEANINGS}
    with unit_of_work() as session:
        publishing.decide(
            session,
            here.written,
            said,
            revision=sent_along("revision"),
            by=current_officer().actor,
            now=clock.now(),
        )
        note(session, "meanings decided", here.consultation, audience=audience, questions=len(said))
    flash("Your decisions are kept.", "success")
    return redirect(url_for("officers.questionnaire_differences", slug=slug, audience=audience), 303)


@blueprint.get(f"{OF_AUDIENCE}/file")
@needs(May.LOOK)
def questionnaire_file(slug: str, audience: str) -> ResponseReturnValue:
    """The working copy as a file, or the version that the address names."""
    session = db.session()
    here = variant(session, slug, audience)
    version_id = row_in_query("version")
    if version_id is not None:
        version = _version(here, version_id)
        return _as_file(versions.compiled(session, version.id), f"{slug}-{audience}-{version.number}.toml")
    return _as_file(here.as_written, f"{slug}-{audience}.toml")


def changes_of(here: Variant) -> tuple[Difference, ...]:
    """What the working copy changes in the version in use; nothing where there is none or the copy has faults."""
    if here.current is None or here.prepared is None:
        return ()
    published = versions.compiled(db.session(), here.current.id)
    return differences.between(published, here.as_written)


def _version(here: Variant, version_id: uuid.UUID) -> QuestionnaireVersion:
    version = db.session().get(QuestionnaireVersion, version_id)
    if version is None or (version.consultation_id, version.audience) != (here.consultation.id, here.audience):
        raise NotFound("There is no such version of this questionnaire.")
    return version


def _as_file(questionnaire: Questionnaire, name: str) -> ResponseReturnValue:
    content = io.BytesIO(toml_file.write(questionnaire).encode())
    return send_file(content, "application/toml", as_attachment=True, download_name=name)
