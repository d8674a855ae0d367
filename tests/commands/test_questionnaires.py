"""Every fault of a questionnaire is named, before anybody is asked by it."""

from pathlib import Path

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
