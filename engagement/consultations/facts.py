"""Facts about data protection: who is responsible, what the law says, how long things are kept, who gets them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields, validate

from engagement.consultations.models import Consultation
from engagement.consultations.schema_fields import ValueSchema, at_most, load_with, table, words
from engagement.questionnaires.definition import AUDIENCES
from engagement.questionnaires.schema import FILLED, DocumentSchema

# What is kept apart from one another, each on a basis of its own.
DATASETS = ("contacts", *AUDIENCES)
NAMES = {
    "contacts": "the contacts",
    "schools": "schools",
    "families": "families",
    "young_people": "young people",
}
BASES = {
    "public_task": "Public task",
    "legal_obligation": "Legal obligation",
    "legitimate_interests": "Legitimate interests",
    "consent": "Consent",
}
SHORT, LONG = 200, 2000


def _known(length: int) -> tuple[validate.Validator, ...]:
    return FILLED, at_most(length)


def _basis() -> fields.String:
    known = validate.OneOf(BASES, error='is "{input}"; use one of: {choices}.')
    return words(check=known)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known so far; `lawful_basis` gives one of `BASES` for each of `DATASETS`, `law` what backs it."""

    controller: str = ""
    data_protection_officer: str = ""
    lawful_basis: Mapping[str, str] = field(default_factory=dict)
    law: str = ""
    special_category: str = ""
    retention: str = ""
    recipients: str = ""
    dpia_reference: str = ""

    def basis_in_words(self, dataset: str) -> str:
        """The lawful basis of one kind of data, or nothing where it was not chosen yet."""
        return BASES.get(self.lawful_basis.get(dataset, ""), "")

    def missing(self, asked: Iterable[str]) -> list[str]:
        """What must be known before the public is asked, a sentence each."""
        without = [NAMES[dataset] for dataset in ("contacts", *asked) if not self.lawful_basis.get(dataset)]
        found = {
            "Say who the controller is.": not self.controller,
            f"Choose the lawful basis for the data of {_row(without)}.": bool(without),
            "Say how long the data are kept.": not self.retention,
            "Give the reference of the data protection impact assessment (DPIA).": not self.dpia_reference,
        }
        return [sentence for sentence, is_missing in found.items() if is_missing]


def _row(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


class LawfulBasisSchema(DocumentSchema):
    """One basis for each kind of data that has one."""

    contacts = _basis()
    schools = _basis()
    families = _basis()
    young_people = _basis()


class FactsSchema(ValueSchema):
    makes = Facts
    controller = words(check=_known(SHORT))
    data_protection_officer = words(check=_known(SHORT))
    lawful_basis = table(LawfulBasisSchema)
    law = words(check=_known(SHORT))
    special_category = words(check=_known(SHORT))
    retention = words(check=_known(LONG))
    recipients = words(check=_known(LONG))
    dpia_reference = words(check=_known(SHORT))


def facts_known(consultation: Consultation) -> Facts:
    """The facts of one consultation, as far as they are known."""
    found: Facts = load_with(FactsSchema(), consultation.facts, f"facts of {consultation.slug}")
    return found


def for_storing(facts: Facts) -> dict[str, Any]:
    """Facts as JSON keeps them."""
    stored: dict[str, Any] = FactsSchema().dump(facts)
    return stored
