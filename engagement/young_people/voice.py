"""Whose voice a young person's answers are, from who is giving them and who helped."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from engagement.questionnaires.answer_kinds import given_in


class Voice(StrEnum):
    """From the strongest to the weakest. What nobody told us is weaker than signs read by an adult who knows them."""

    OWN = "own"
    TOGETHER = "together"
    INTERPRETED = "interpreted"
    UNKNOWN = "unknown"
    PROXY = "proxy"


STRENGTH = tuple(Voice)

WHO = {
    "me": Voice.OWN,
    "me_with_help": Voice.OWN,
    "adult_for_me": Voice.INTERPRETED,
    "adult_own_view": Voice.PROXY,
}
# To read aloud or to write for somebody takes nothing away from their voice.
HELP = {
    "nobody": Voice.OWN,
    "read": Voice.OWN,
    "wrote": Voice.OWN,
    "talked": Voice.TOGETHER,
    "chose": Voice.PROXY,
}


def voice_of(answers: Mapping[str, Sequence[str]]) -> str:
    """The weaker of what `y_who` and `y_help` say; unknown if nobody said who answers.

    Whoever was helped and did not say how may have talked it through.
    """
    who = given_in(answers.get("y_who", ()))
    helped = given_in(answers.get("y_help", ()))
    said = [WHO[key] for key in who if key in WHO] or [Voice.UNKNOWN]
    said += [HELP[key] for key in helped if key in HELP]
    if "me_with_help" in who and not helped:
        said.append(Voice.TOGETHER)
    return max(said, key=STRENGTH.index)
