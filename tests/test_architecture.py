"""What keeps the house in order: who commits, which doors are open, and where things are."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engagement.officers.guard import officers_only

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "engagement"


def ours(pattern: str) -> list[Path]:
    """What we wrote in the package, without the libraries that `make assets` fetches."""
    return sorted(path for path in PACKAGE.rglob(pattern) if "node_modules" not in path.parts)


MODULES = ours("*.py")
TESTS = sorted((ROOT / "tests").rglob("*.py"))
WRITTEN = [*ours("*.html"), *ours("*.scss"), *ours("*.mjs"), *MODULES, *TESTS]
LONGEST = 400
# Anybody may read or answer here; every other blueprint is for officers.
PUBLIC = {"assets", "callbacks", "families", "health", "public", "schools", "survey_flow", "young_people"}
# Names that say nothing about what is inside, so that everything ends up there.
SAYING_NOTHING = {"base", "common", "helpers", "misc", "utils"}
# Tasks that nothing in the beat table wakes, and who wakes them instead.
WOKEN_BY_OTHERS = {"prepare_thing": "prepare"}


def place(file: Path) -> str:
    """A file's name within the project, for the name of a test."""
    return str(file.relative_to(ROOT))


def calls(tree: ast.AST, name: str) -> Iterator[int]:
    """The lines on which a method of this name is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node.lineno


@pytest.mark.parametrize("module", [file for file in MODULES if file.name != "unit_of_work.py"], ids=place)
def test_only_a_unit_of_work_commits(module: Path) -> None:
    assert list(calls(ast.parse(module.read_text()), "commit")) == []


def test_the_search_for_commits_finds_the_one_that_is_allowed() -> None:
    assert list(calls(ast.parse((PACKAGE / "unit_of_work.py").read_text()), "commit"))


@pytest.mark.parametrize("module", [file for file in [*MODULES, *TESTS] if file.read_text()], ids=place)
def test_every_module_says_in_its_first_line_what_it_is_for(module: Path) -> None:
    said = (ast.get_docstring(ast.parse(module.read_text())) or "").split("\n")
    assert said[0]
    assert len(said) == 1 or said[1] == ""


@pytest.mark.parametrize("file", WRITTEN, ids=place)
def test_no_file_is_longer_than_a_reader_can_hold(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST


def test_no_name_says_nothing() -> None:
    assert {file.stem for file in ours("*")} & SAYING_NOTHING == set()


def test_every_door_is_on_the_public_list_or_guarded(app: Flask) -> None:
    doors = {rule.endpoint.rpartition(".")[0] or rule.endpoint for rule in app.url_map.iter_rules()}
    guarded = {name for name, checks in app.before_request_funcs.items() if officers_only in checks}
    assert guarded
    assert doors == PUBLIC | guarded


def test_every_task_is_in_the_beat_table_or_woken_by_something_named(app: Flask) -> None:
    # Other tests register tasks of their own in this process.
    ours = {
        name for name, task in app.extensions["celery"].tasks.items() if task.run.__module__.startswith("engagement")
    }
    assert ours
    beaten = {entry["task"] for entry in app.extensions["celery"].conf.beat_schedule.values()}
    assert ours == beaten | set(WOKEN_BY_OTHERS)


def test_no_two_packages_have_a_template_of_the_same_name(app: Flask) -> None:
    names: Counter[str] = Counter()
    for blueprint in app.iter_blueprints():
        if blueprint.jinja_loader is not None:
            found = blueprint.jinja_loader.list_templates()
            assert {name.partition("/")[0] for name in found} <= {blueprint.name}
            names.update(found)
    assert names
    assert [name for name, count in names.items() if count > 1] == []
