"""The flask commands, one module a group."""

from flask import Flask

from engagement.commands.audit import group as audit
from engagement.commands.consultation import group as consultation
from engagement.commands.contacts import group as contacts
from engagement.commands.demo import group as demo
from engagement.commands.officers import group as officers
from engagement.commands.outbox import group as outbox
from engagement.commands.paper import group as paper
from engagement.commands.questionnaires import group as questionnaires
from engagement.commands.responses import group as responses
from engagement.commands.translations import group as translations
from engagement.commands.waves import group as waves

GROUPS = (audit, consultation, contacts, demo, officers, outbox, paper, questionnaires, responses, translations, waves)


def register(app: Flask) -> None:
    """Add every group to the app's command line."""
    for group in GROUPS:
        app.cli.add_command(group)
