"""Advice on a text while somebody types it, for the script beside the text. It is stored nowhere."""

from flask import request

from engagement.accounts.roles import May
from engagement.officers.blueprint import blueprint
from engagement.officers.editor import ADDRESS, written
from engagement.officers.guard import needs
from engagement.questionnaires import wording
from engagement.questionnaires.definition import AudienceName

# Nobody needs advice on more than this, and to read it costs time.
LONGEST_READ = 10_000


@blueprint.post(f"{ADDRESS}/advice")
@needs(May.WRITE)
def edit_advice(slug: str, audience: AudienceName) -> dict[str, list[str]]:
    """What may be hard for its readers in a text, as JSON."""
    text = written("text")[:LONGEST_READ]
    return {"advice": wording.advice(audience, text, asks=request.form.get("asks") == "1")}
