"""Style, script, type and pictures: built files named by their content, so that they may be kept for ever."""

import json
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask, url_for

BUILT = Path(__file__).parent / "static" / "dist"

blueprint = Blueprint("assets", __name__, static_folder=BUILT, static_url_path="/assets")


def read_manifest(folder: Path = BUILT) -> Mapping[str, str]:
    """Plain name to built name, as the last build wrote it."""
    names: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    return names


def register(app: Flask) -> None:
    """Serve the built files and give templates `asset("application.css")`."""
    manifest = read_manifest()

    def asset(name: str) -> str:
        """The address of a built file. Raises KeyError for a name that no build made."""
        return url_for("assets.static", filename=manifest[name])

    app.register_blueprint(blueprint)
    app.add_template_global(asset)
