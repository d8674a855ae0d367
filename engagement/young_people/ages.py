"""What changes with age: from sixteen on, the same questions come without pictures unless somebody wants them."""

from collections.abc import Mapping, Sequence

from engagement.questionnaires.answer_kinds import given_in

SIXTEEN_AND_OVER = frozenset({"age_16_to_18", "age_19_to_25"})


def too_old_for_pictures(answers: Mapping[str, Sequence[str]]) -> bool:
    """Whether `y_age` says sixteen or over. Whoever has not said sees the pictures."""
    return not SIXTEEN_AND_OVER.isdisjoint(given_in(answers.get("y_age", ())))
