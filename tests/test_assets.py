"""Built files: each is there, named by what is in it, and light enough for a slow phone."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask

from engagement import assets
from tests.visitor import Visitor

PICTURES = Path(assets.__file__).parent / "young_people" / "static" / "young_people"
PICTURE_NAMES = {
    "face-yes", "face-sometimes", "face-no", "face-not-sure", "safe", "listen", "learn", "help", "friends",
    "liking-school", "trip", "plan", "right-school", "older",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(assets.read_manifest()))
def test_the_name_of_a_built_file_changes_with_its_content(name: str) -> None:
    built = assets.read_manifest()[name]
    digest = hashlib.sha256((assets.BUILT / built).read_bytes()).hexdigest()
    assert built == f"{Path(name).stem}-{digest[:12]}{Path(name).suffix}"


def test_every_file_that_the_style_sheet_names_was_built() -> None:
    style = (assets.BUILT / assets.read_manifest()["application.css"]).read_text()
    named = set(re.findall(r'url\("?([^")]+)"?\)', style))
    assert len(named) == 4
    assert all((assets.BUILT / name).is_file() for name in named)


def test_style_and_script_together_stay_light() -> None:
    names = assets.read_manifest()
    weights = [len(gzip.compress((assets.BUILT / names[f"application.{kind}"]).read_bytes())) for kind in ("css", "js")]
    assert sum(weights) < 45_000
    assert weights[0] < 15_000


def test_the_licence_of_the_typeface_is_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in (assets.BUILT / "atkinson-hyperlegible-next.LICENSE.txt").read_text()


def test_built_files_may_be_kept_for_ever(app: Flask, visitor: Visitor) -> None:
    response = visitor.get(f"/assets/{assets.read_manifest()['application.css']}")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_asset_that_was_never_built_is_a_mistake_in_a_template(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError):
        app.jinja_env.from_string('{{ asset("nothing.css") }}').render()


def test_every_picture_that_young_people_see_is_drawn() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == PICTURE_NAMES


@pytest.mark.parametrize("path", [*PICTURES.glob("*.svg"), *assets.BUILT.glob("*.svg")], ids=lambda path: path.name)
def test_pictures_hold_shapes_and_nothing_that_runs_or_loads(path: Path) -> None:
    assert not re.search(r"<script|<style|style=|\son\w+=|href|<image|<foreignObject", path.read_text())
