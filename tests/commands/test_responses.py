"""Answers leave as CSV, and only after the export has been written down."""

from pathlib import Path

from sqlalchemy.orm import Session

from tests import factories
from tests.clocks import SetClock
from tests.commands.conftest import Run, noted, refused
from tests.moderation.readers import clear_all, reader
from tests.questionnaires.documents import SHIPPED


def test_answers_are_exported_without_formulas_and_the_export_is_written_down(
    run: Run, session: Session, tmp_path: Path, clock: SetClock
) -> None:
    asked = factories.consultation(session)
    version = factories.version(session, asked, SHIPPED["families"])
    factories.response(session, version, {"f_change": ("=1+1", None, None)})
    clear_all(session, asked, reader(session), clock.now())
    session.commit()
    file = tmp_path / "families.csv"
    assert run("responses", "export", asked.slug, "families", "--output", str(file)).exit_code == 0
    assert '"\'=1+1"' in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert noted(session) == [("command line", "responses exported")]
    assert '"\'=1+1"' in run("responses", "export", asked.slug, "families").stdout


def test_nothing_is_exported_of_a_consultation_that_is_not_there(run: Run, session: Session) -> None:
    assert "There is no consultation" in refused(run("responses", "export", "nothing-here", "families"))
    assert noted(session) == []
