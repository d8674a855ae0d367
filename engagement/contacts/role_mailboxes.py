"""Addresses of a role rather than a person, such as office@ and head@: several people may read what goes there."""

import re

WORDS = """
accounts admin admissions bursar business businessmanager careers clerk communications contact contactus ceo
deputy deputyhead director enquiries enquiry executive finance frontdesk general governor governors head
headpa heads headsoffice headteacher hello help helpdesk hr hq inclusion info information inquiries it mail
mailbox manager management office operations pa post postmaster principal proprietor reception referrals
safeguarding school schooloffice secretary sen senco sencos send sendco senoffice sixthform staff support team
theoffice trust
"""
ROLES = frozenset(WORDS.split())


def is_role_mailbox(address: str) -> bool:
    """Whether an address, as `normalise` gives it, is that of a role; numbers, signs and tags do not matter."""
    local = address.partition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[^a-z]+", local) if word]
    return "".join(words) in ROLES or (0 < len(words) <= 3 and all(word in ROLES for word in words))
