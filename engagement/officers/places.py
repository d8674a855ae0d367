"""Lists keep their place: a link back to one leads to the page and the filters that it was left at."""

from flask import Response, request, session, url_for

from engagement.officers.blueprint import blueprint

PLACE = "officers_list"
LISTS = frozenset(
    {
        "officers.consultations",
        "officers.contacts",
        "officers.entries",
        "officers.ledger",
        "officers.officers",
        "officers.texts",
        "officers.unknown_mail",
    }
)


@blueprint.after_request
def keep_place(response: Response) -> Response:
    """Remember the list that was looked at last, as its address says it."""
    if request.endpoint in LISTS and request.method == "GET" and response.status_code == 200:
        session[PLACE] = request.full_path.rstrip("?")
    return response


@blueprint.app_template_global()
def back_to(endpoint: str, slug: str | None = None) -> str:
    """The address of a list, at the place where it was left if it was the last one."""
    address, left = url_for(endpoint, slug=slug), str(session.get(PLACE, ""))
    return left if left.partition("?")[0] == address else address
