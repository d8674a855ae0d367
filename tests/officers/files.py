"""How an officer takes a file of contacts in, page by page."""

import webtest

from tests.visitor import Visitor

LIST = "/officers/consultations/views/contacts"


def send(
    officer: Visitor, content: bytes, audience: str = "schools", name: str = "contacts.csv"
) -> webtest.TestResponse:
    """Send a file; gives the page on which its columns are matched, or the one that refuses it."""
    form = officer.get(f"{LIST}/import").forms[1]
    form["audience"] = audience
    form["file"] = (name, content, "application/octet-stream")
    answer = form.submit()
    return answer.follow() if answer.status_int == 302 else answer


def try_out(columns: webtest.TestResponse, **match: str) -> webtest.TestResponse:
    """Send the page of columns, with other choices if any; gives what would become of the file."""
    form = columns.forms[1]
    for field, column in match.items():
        form[field] = column
    return form.submit().follow()


def confirm(tried: webtest.TestResponse) -> webtest.TestResponse:
    """Confirm what would be done; gives what was."""
    return tried.forms[1].submit().follow()


def figures(page: webtest.TestResponse) -> dict[str, str]:
    """The numbers of a page by their name."""
    return {
        figure.dt.get_text(strip=True): figure.dd.get_text(strip=True) for figure in page.html.select("dl.figures div")
    }


def lines(page: webtest.TestResponse) -> list[list[str]]:
    """The lines to look at."""
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.html.select("tbody tr")]
