"""Files that officers send: kept in memory, so that nothing personal is ever written to a disk in the clear."""

import io
from typing import IO, Any, cast

from flask import Flask, Request, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from engagement.contacts.imports.rows import MOST_BYTES
from engagement.officers.blueprint import blueprint

# What a form adds around a file.
AROUND = 1024 * 1024
LARGE = "officers.import_contacts"


class RequestInMemory(Request):
    """A request whose files never touch the disk; their size is limited."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return io.BytesIO()


@blueprint.record_once
def keep_in_memory(state: BlueprintSetupState) -> None:
    """Only officers send files, so this holds for the whole app."""
    cast(Flask, state.app).request_class = RequestInMemory


@blueprint.url_value_preprocessor
def let_large_files_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A file of contacts may be larger than whatever else is sent, if an officer sends it."""
    if endpoint == LARGE and current_user.is_authenticated:
        request.max_content_length = MOST_BYTES + AROUND
