"""What differs between audiences, as one value that the journey asks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engagement.questionnaires.answer_kinds import AnswerProblem
from engagement.questionnaires.definition import AudienceName

VoiceClass = Callable[[Mapping[str, Sequence[str]]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Short texts in an audience's own language. Whole pages differ by template instead.

    `problems` has a sentence for each code of AnswerProblem, filled from its details. `look_again` stands
    above a list of problems. `room`, `room_left` and `room_passed` tell how long a text may be, how much is left
    of that and how much is too much; the script fills in `%{count}`. `grace` is filled with `until`, a moment in
    words. `changing` is filled with `day`, on which the answers were sent that are being changed. `sections` leads to
    the list of sections, where there is one. `other_survey` is shown where an answer points to another audience's
    survey.
    """

    survey: str
    go_on: str
    skip: str
    overview: str
    save: str
    check_title: str
    check_text: str
    send: str
    look_again: str
    problems: Mapping[str, str]
    room: str
    room_left: str
    room_passed: str
    lost_touch: str
    lost_place: str
    grace: str
    changing: str
    send_changes: str
    keep_sent: str
    sections: str = ""
    sections_title: str = ""
    sections_text: str = ""
    other_survey: tuple[str, ...] = ()
    other_survey_go: str = ""
    other_survey_stay: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One audience. `path` is its part of the address, `page_class` a class of its pages.

    `cards`: every answer to choose is a large card. `information_sheet`: it is offered before they begin.
    `lists_sections`: they choose from a list of sections instead of going straight to the first question.
    `answers_again`: whoever has sent answers may begin once more, as for another child. `answers_together`:
    whoever begins may have colleagues answer with them.
    `gets_letters`: we write to some of them, who may quote the reference of our letter when they answer.
    `voice`: whose voice the answers are, worked out when they are sent. `follows_up`: whoever leaves an address
    may hear from us again, not only a thank-you. `clear_screen`: the device may be shared, so the next person
    is never shown what the last one wrote. `too_old_for_pictures`: judged from their answers, until they choose.
    """

    name: AudienceName
    path: str
    words: Words
    page_class: str = ""
    cards: bool = False
    information_sheet: bool = False
    lists_sections: bool = False
    answers_again: bool = False
    answers_together: bool = False
    gets_letters: bool = False
    voice: VoiceClass | None = None
    follows_up: bool = False
    clear_screen: bool = False
    too_old_for_pictures: Callable[[Mapping[str, Sequence[str]]], bool] | None = None

    def explain(self, problem: AnswerProblem) -> str:
        """A problem with an answer, in this audience's words."""
        return self.words.problems[problem.code].format(**problem.details)
