"""What became of each line of a file, to read on a page and to download."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.contacts.imports.models import ContactImport, ImportPiece, Stage
from engagement.contacts.imports.outcomes import IS, WILL_BE, Outcome

NAMES = {
    Outcome.ADDED: "Added",
    Outcome.CHANGED: "Changed",
    Outcome.UNCHANGED: "Unchanged",
    Outcome.SUPPRESSED: "Gets no letters",
    Outcome.REFUSED: "Not used",
}
LINES_NAMED = 12
HEADING = ("Line", "Outcome", "What it means")


class ReportLine(NamedTuple):
    """The outcome of one line, and the sentence that says what it means or what to do."""

    line: int
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Reason:
    """A sentence, how many lines it is about, and the first of them."""

    outcome: Outcome
    sentence: str
    count: int
    first_lines: Sequence[int]


def lines(session: Session, job: ContactImport, only: Collection[Outcome] = tuple(Outcome)) -> Iterator[ReportLine]:
    """Every line that was gone through in the present stage, in order, or those with some outcomes."""
    plain = IS if job.stage in (Stage.IMPORTING, Stage.DONE) else WILL_BE
    gone_through = session.scalars(
        select(ImportPiece.outcomes)
        .where(ImportPiece.import_id == job.id, ImportPiece.number < job.next_piece)
        .order_by(ImportPiece.number)
        .execution_options(yield_per=10)
    )
    for outcomes in gone_through:
        for line, name, sentence in outcomes:
            outcome = Outcome(name)
            if outcome in only:
                whole = " ".join(part for part in (plain.get(outcome, ""), sentence) if part)
                yield ReportLine(line, outcome, whole)


def reasons(session: Session, job: ContactImport, only: Collection[Outcome]) -> list[Reason]:
    """Why lines came to some outcomes, the most frequent reason first."""
    found: dict[tuple[Outcome, str], list[int]] = {}
    for line, outcome, sentence in lines(session, job, only):
        found.setdefault((outcome, sentence), []).append(line)
    told = [
        Reason(outcome, sentence, len(numbers), numbers[:LINES_NAMED]) for (outcome, sentence), numbers in found.items()
    ]
    return sorted(told, key=lambda reason: (-reason.count, reason.first_lines))


def rows(session: Session, job: ContactImport) -> Iterator[Sequence[str]]:
    """The report as rows of a spreadsheet, with headings. No row repeats what the line itself says."""
    yield HEADING
    for line, outcome, sentence in lines(session, job):
        yield str(line), NAMES[outcome], sentence
