"""What is kept of a file while it is worked on, sealed, and how it is forgotten."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from engagement.contacts.imports.models import ContactImport, ImportAddress, ImportPiece
from engagement.contacts.imports.rows import Row
from engagement.contacts.imports.upload import rows_of
from engagement.extensions import vault


@dataclass(frozen=True)
class Head:
    """What a page shows of a file; after the file is done with, only its name is left."""

    name: str = ""
    headings: Sequence[str] = ()
    samples: Sequence[Sequence[str]] = ()


def keep_head(job: ContactImport, head: Head) -> None:
    """Keep what a page shows."""
    job.head_sealed = vault.seal(json.dumps(asdict(head), ensure_ascii=False), f"contact_imports.head:{job.id}")


def head_of(job: ContactImport) -> Head:
    """What a page shows."""
    if job.head_sealed is None:
        return Head()
    return Head(**json.loads(vault.open(job.head_sealed, f"contact_imports.head:{job.id}")))


def keep_pieces(session: Session, job: ContactImport, pieces: Iterable[str]) -> None:
    """Keep the rows of a file, piece by piece."""
    for number, piece in enumerate(pieces):
        piece_id = uuid.uuid4()
        sealed = vault.seal(piece, _place(piece_id))
        session.add(ImportPiece(id=piece_id, import_id=job.id, number=number, rows_sealed=sealed, outcomes=[]))
    session.flush()


def rows_in(piece: ImportPiece) -> list[Row]:
    """The rows of a piece that is not forgotten yet."""
    assert piece.rows_sealed is not None
    return rows_of(vault.open(piece.rows_sealed, _place(piece.id)))


def forget_addresses(session: Session, job: ContactImport) -> None:
    """Forget which address stands on which line."""
    session.execute(delete(ImportAddress).where(ImportAddress.import_id == job.id))


def forget(session: Session, job: ContactImport) -> None:
    """Delete the rows of a file. Its name and the outcome of each line stay: neither names anybody."""
    keep_head(job, Head(head_of(job).name))
    forget_addresses(session, job)
    session.execute(update(ImportPiece).where(ImportPiece.import_id == job.id).values(rows_sealed=None))


def _place(piece_id: uuid.UUID) -> str:
    return f"contact_import_pieces.rows:{piece_id}"
