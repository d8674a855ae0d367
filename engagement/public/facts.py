"""The facts of data protection as the privacy page tells them."""

from engagement.consultations.facts import DATASETS, facts_known
from engagement.consultations.models import Consultation
from engagement.language import gettext


def facts_in_words(consultation: Consultation) -> list[tuple[str, str]]:
    """Every fact that is known, as (heading, text); the law is shown with the bases that rest on it."""
    facts = facts_known(consultation)
    names = {
        "contacts": gettext("Contacts"),
        "schools": gettext("Schools"),
        "families": gettext("Parents and carers"),
        "young_people": gettext("Young people"),
    }
    bases = [f"- {names[name]}: {words}" for name in DATASETS if (words := facts.basis_in_words(name))]
    told = (
        (gettext("Controller"), facts.controller),
        (gettext("Data Protection Officer"), facts.data_protection_officer),
        (gettext("Lawful basis"), "\n\n".join(part for part in ("\n".join(bases), facts.law) if part)),
        (gettext("Condition for special category data"), facts.special_category),
        (gettext("How long data are kept"), facts.retention),
        (gettext("Who receives the data"), facts.recipients),
        (gettext("Data protection impact assessment"), facts.dpia_reference),
    )
    return [(heading, words) for heading, words in told if words]
