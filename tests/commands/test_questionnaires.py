"""Every fault of a questionnaire is named, before anybody is asked by it."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.consultations import translations, versions
from engagement.consultations.models import VersionTranslation
from tests import factories
from tests.commands.conftest import Run, machine_reads, refused
from tests.questionnaires.documents import FILES


def test_what_comes_with_the_platform_has_no_faults(run: Run) -> None:
    found = machine_reads(run("questionnaires", "check", "--json"))
    assert len(found["checked"]) == 3
    assert found["faults"] == []


def test_every_fault_is_named_with_its_file_and_ends_with_status_1(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(FILES["families"].read_text().replace('kind = "multi"', 'kind = "many"'))
    said = refused(run("questionnaires", "check", str(FILES["schools"]), str(broken)))
    assert said.count(str(broken)) > 1
    assert "many" in said
    assert str(FILES["schools"]) not in said


def test_an_author_is_told_which_texts_are_hard_to_read_and_may_publish_them(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "nmiss.toml"
    hard = "How satisfied are you with the educational provision specified?"
    document.write_text(FILES["young_people"].read_text().replace("Do you like going to school?", hard))
    result = run("questionnaires", "check", str(document))
    assert result.exit_code == 0
    assert "aim for 4 or less" in result.stdout
    assert any(
        "reading grade" in text for text in machine_reads(run("questionnaires", "check", "--json"))["hard_to_read"]
    )


def test_a_file_that_is_no_toml_is_named(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"\xff\xfe=")
    assert "broken.toml" in refused(run("questionnaires", "check", str(broken)))


def test_faults_are_told_to_machines_too(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("what = 1")
    result = run("questionnaires", "check", str(broken), "--json")
    assert result.exit_code == 1
    assert '"faults": [' in result.stdout


def test_an_author_sees_how_far_each_translation_goes(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "nmiss.toml"
    document.write_text(FILES["families"].read_text().replace("Goes now", "Goes today"))
    (tmp_path / "nmiss.pl.po").write_bytes(FILES["families"].with_name("nmiss.pl.po").read_bytes())
    (found,) = machine_reads(run("questionnaires", "check", str(document), "--json"))["translations"]
    assert found["translated"] == found["total"] - 1
    assert found["out_of_date"] == 1
    assert found["checked_by"] == "nobody yet"


def test_a_translation_that_cannot_be_read_is_a_fault(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "nmiss.toml"
    document.write_text(FILES["families"].read_text())
    (tmp_path / "nmiss.pl.po").write_text("not a translation")
    assert "nmiss.pl.po" in refused(run("questionnaires", "check", str(document)))


def test_a_translator_gets_every_text_to_fill_in(run: Run) -> None:
    printed = run("questionnaires", "template", str(FILES["young_people"]), "fr").stdout
    assert 'msgid "Do you like going to school?"\nmsgstr ""' in printed
    assert "not a language" in refused(run("questionnaires", "template", str(FILES["young_people"]), "xx"))


def test_translations_beside_a_document_are_published_with_it(run: Run, session: Session) -> None:
    asked = factories.consultation(session)
    session.commit()
    run("questionnaires", "publish", asked.slug)
    rows = session.scalars(select(VersionTranslation)).all()
    assert [(row.language, row.checked) for row in rows] == [("pl", False)] * 3


def test_what_a_new_version_lacks_is_taken_from_the_version_before(run: Run, session: Session, tmp_path: Path) -> None:
    asked = factories.consultation(session)
    session.commit()
    run("questionnaires", "publish", asked.slug, str(FILES["families"]))
    alone = tmp_path / "nmiss.toml"
    alone.write_text(FILES["families"].read_text().replace('"Very good"', '"Really good"'))
    run("questionnaires", "publish", asked.slug, str(alone))
    version = versions.current(session, asked.id, "families")
    assert version is not None
    assert version.number == 2
    worded = translations.worded(session, asked, version.id, "pl")
    labels = [option.label for scale in worded.scales for option in scale.options]
    assert {"Really good", "Dobrze"} <= set(labels)
    assert "Bardzo dobrze" not in labels
