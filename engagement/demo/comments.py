"""What fictional people write in the demo, in each audience's own way of writing."""

from collections.abc import Mapping, Sequence

from engagement.questionnaires.definition import AudienceName

COMMENTS: Mapping[AudienceName, Sequence[str]] = {
    "schools": (
        "Referral papers often arrive without the most recent annual review, so we cannot judge a match in time.",
        "A single named contact for each placement would save both sides many emails.",
        "The terms should say what happens when a pupil's needs change in the middle of a year.",
        "Reopening the contract at set times would let a smaller provider like us plan the work.",
        "Keep the quality questions. Drop those that repeat what inspection already covers.",
        "Transport is agreed late and changes often. It is the most common reason for a poor first week.",
        "Uplift decisions come after our budget is set. An earlier date would cost nothing.",
        "We would share outcome data each term if there were one form for it.",
        "Block places would only work for us with a minimum length of notice.",
        "Clear steps for raising a safeguarding concern across borders would help all providers.",
    ),
    "families": (
        "The school knows my son and tells us how his day was.",
        "The taxi is often late. He arrives upset and it takes an hour to settle.",
        "We waited months for the plan to be changed after the review.",
        "She has friends for the first time.",
        "Speech therapy stopped when the therapist left and nobody told us.",
        "I would like somebody to ring rather than send long letters.",
        "They listen. When something goes wrong they say so.",
        "It is a long way from home, so he misses out on clubs near us.",
        "More help to think about college and work would be good.",
        "The annual review felt rushed. We did not hear from everybody.",
    ),
    "young_people": (
        "My teacher helps me when it is too hard.",
        "I like art and the dog.",
        "I am scared of the loud bell.",
        "I want to see my friends more.",
        "The bus takes a long time.",
        "I like my school.",
        "More football.",
        "I feel calm in the quiet room.",
        "I want to help to choose.",
        "nothing its good",
    ),
}
