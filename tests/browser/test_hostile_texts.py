"""Three hundred hostile texts in every field that officers and people write stand on officers' pages as text."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from engagement.accounts.roles import Role
from engagement.audit import trail
from engagement.consultations import page_changes, question_log, working_copies
from engagement.consultations.models import Consultation
from engagement.contacts import changes
from engagement.extensions import clock
from engagement.moderation import intake
from engagement.questionnaires import schema
from engagement.unit_of_work import unit_of_work
from tests import factories
from tests.browser.conftest import Person
from tests.live import Live
from tests.officers.door import come_in_with

pytestmark = pytest.mark.browser

RUNS_IF_IT_CAN = (
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg onload='window.ran = 1'>",
    "<svg><script>window.ran = 1</script></svg>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'>",
    "<details open ontoggle='window.ran = 1'>",
    "<input autofocus onfocus='window.ran = 1'>",
    "<body onload='window.ran = 1'>",
    "<a href='javascript:window.ran = 1'>press</a>",
    "<object data='javascript:window.ran = 1'>",
    "<meta http-equiv='refresh' content='0;url=javascript:window.ran = 1'>",
    "<style>@import 'javascript:window.ran = 1'; main { display: none }</style>",
    "<math><mtext><script>window.ran = 1</script>",
    "<form action='javascript:window.ran = 1'><button>press</button></form>",
    "onmouseover='window.ran = 1' autofocus onfocus='window.ran = 1'",
    "{{ cycler.__init__.__globals__ }}",
    "{% include '/etc/passwd' %}",
    "${window.ran = 1}",
    "javascript:window.ran = 1",
    "<base href='https://elsewhere.example/'>",
)
BREAKS_OUT = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "</select>",
    "</style>",
    "-->",
    "]]>",
    "`",
    "\\",
    "&#34;>",
    "%0a",
    "<!--",
)
HOSTILE = [f"{before}{text}" for before, text in product(BREAKS_OUT, RUNS_IF_IT_CAN)]
EMAIL, SLUG, COUNCIL = "hostile@council.example", "hostile-texts", "Council of hostile texts"
HERE = f"/officers/consultations/{SLUG}"


@pytest.fixture(scope="module")
def hostile(live: Live) -> Live:
    """A consultation whose every word is hostile, and an officer who may see all of it."""
    assert len(HOSTILE) == 300
    with live.app.app_context():
        with unit_of_work() as session:
            ada = factories.officer(session, tuple(Role), COUNCIL, email=EMAIL, name=HOSTILE[1])
            here = factories.consultation(session, COUNCIL, slug=SLUG, title=HOSTILE[0], label=HOSTILE[2][:40])
            now = clock.now()
            for number, text in enumerate(HOSTILE):
                changes.add(session, here, audience="families", email=f"reader{number}@example.org", name=text, now=now)
                trail.record(
                    session, now=now, actor=ada.actor, action="deadline moved", consultation_id=here.id, reason=text
                )
                question_log.write(session, here, question=text, answer=text, by=ada.actor, now=now)
            copy = working_copies.begin(session, here, "families", by=ada.actor, now=now)
            changed = _questionnaire("Now: ")
            working_copies.save(session, copy, changed, revision=copy.revision, by=ada.actor, now=now)
            version = factories.version(session, here, schema.load(_questionnaire(), "hostile"))
            for text in HOSTILE:
                factories.response(session, version, {"q_text": (text, None, None)})
            words = "\n\n".join(HOSTILE)
            page_changes.put(session, here, dict.fromkeys(("summary", "why", "who", "settled", "open"), words))
        with unit_of_work() as session:
            intake.look_at(session, session.get_one(Consultation, here.id), clock.now())
    return live


def _questionnaire(before: str = "") -> dict[str, Any]:
    """A question for each text, which is also its help, its options and the heading of its section."""
    questions = [
        {
            "key": f"q_{number}",
            "kind": "single",
            "text": before + text,
            "help": text,
            "options": [{"key": "one", "label": text}, {"key": "two", "label": "Two"}],
        }
        for number, text in enumerate(HOSTILE)
    ]
    questions.append({"key": "q_text", "kind": "long_text", "text": "What else?"})
    sections = [
        {
            "key": f"s_{start}",
            "title": HOSTILE[start % len(HOSTILE)],
            "introduction": HOSTILE[start % len(HOSTILE)],
            "questions": questions[start : start + 30],
        }
        for start in range(0, len(questions), 30)
    ]
    return {"audience": "families", "layout": "sections", "sections": sections}


@pytest.mark.parametrize(
    ("page", "where"),
    [
        (f"{HERE}/contacts", "names of contacts"),
        ("/officers/audit", "reasons in the audit trail"),
        (f"{HERE}/questions-and-answers", "the log of questions"),
        (f"{HERE}/questionnaires/families/edit/", "a questionnaire that is written"),
        (f"{HERE}/questionnaires/families/differences", "what a working copy changes"),
        (f"{HERE}/results?audience=families", "the questions of results"),
        (f"{HERE}/set-up/words", "the words of pages, in their form"),
    ],
)
def test_every_text_is_shown_as_it_was_written_and_none_of_them_runs(
    hostile: Live, person: Callable[..., Person], page: str, where: str
) -> None:
    ada = person(1280)
    come_in_with(ada.page, hostile, EMAIL)
    seen = _looked_at(ada, f"{ada.url}{page}")
    further = ada.page.get_by_role("link", name="Next page")
    while further.count():
        seen += _looked_at(ada, str(further.evaluate("link => link.href")))
    missing = [text for text in HOSTILE if _plain(text) not in seen]
    assert missing == [], where


def test_no_other_page_of_the_workspace_runs_them_either(hostile: Live, person: Callable[..., Person]) -> None:
    ada = person(1280)
    come_in_with(ada.page, hostile, EMAIL)
    for page in (
        "/officers/",
        "/officers/people",
        f"{HERE}/",
        f"{HERE}/progress",
        f"{HERE}/set-up",
        f"{HERE}/questionnaires",
        f"{HERE}/questionnaires/measures",
        f"{HERE}/questionnaires/families/sign-off",
        f"{HERE}/questionnaires/families/edit/sections/s_0",
        f"{HERE}/questionnaires/families/edit/questions/q_1",
        f"{HERE}/questionnaires/families/edit/questions/q_1/options",
        f"{HERE}/questionnaires/families/edit/steps",
        f"{HERE}/preview",
        f"{HERE}/texts",
        f"{HERE}/letters",
        f"{HERE}/deadline",
    ):
        assert _looked_at(ada, f"{ada.url}{page}")


def _looked_at(ada: Person, page: str) -> str:
    """What a page says, its form fields included, once it has been seen to run nothing and to report nothing."""
    answer = ada.page.goto(page)
    assert answer is not None
    assert answer.status == 200, page
    assert ada.page.evaluate("window.ran") is None, page
    assert ada.complaints == [], page
    assert ada.page.locator("main :is(script, iframe, object, style, meta, base, [onerror], [onload])").count() == 0, (
        page
    )
    said = ada.page.locator("main").evaluate(
        "main => main.textContent + ' ' + [...main.querySelectorAll('input, textarea')].map(f => f.value).join(' ')"
    )
    return _plain(str(said))


def _plain(text: str) -> str:
    return " ".join(text.split())
