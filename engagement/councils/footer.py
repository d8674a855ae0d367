"""The links that a council adds to the foot of its pages, written one a line: the words, then the address."""

from urllib.parse import urlsplit

from engagement.errors import Refused

MOST = 4
LONGEST_WORDS, LONGEST_ADDRESS = 60, 300


def parse(written: str) -> list[dict[str, str]]:
    """Links as they are kept. Raises Refused with the first line that is none and what to do about it."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused(f"There are {len(lines)} links. Use at most {MOST}.")
    return [_link(line, f"Line {number}") for number, line in enumerate(lines, 1)]


def as_written(links: list[dict[str, str]]) -> str:
    """Links as an officer writes them."""
    return "\n".join(f"{link['text']} {link['href']}" for link in links)


def _link(line: str, place: str) -> dict[str, str]:
    text, _, address = line.rpartition(" ")
    if not text.strip():
        raise Refused(f"{place} needs the words of the link and then its address, with a space between.")
    if len(text) > LONGEST_WORDS or not text.isprintable():
        raise Refused(f"The words of {place.lower()} are too long. Use at most {LONGEST_WORDS} characters.")
    if not is_web_address(address):
        raise Refused(f'{place} ends in "{address[:80]}", which is not an address that begins with https://.')
    return {"text": text.strip(), "href": address}


def is_web_address(address: str) -> bool:
    """Whether an address leads to a web page: nothing that runs, and no name that only looks like another's."""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
