"""Every command explains itself."""

import click
import pytest
from flask import Flask

from engagement.commands import GROUPS

COMMANDS = [(str(group.name), name, command) for group in GROUPS for name, command in group.commands.items()]


@pytest.mark.parametrize(("group", "name", "command"), COMMANDS)
def test_every_command_and_each_of_its_options_has_help(
    app: Flask, group: str, name: str, command: click.Command
) -> None:
    result = app.test_cli_runner().invoke(args=[group, name, "--help"])
    assert result.exit_code == 0
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_a_command_that_is_not_there_ends_with_status_2(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["outbox", "burn"]).exit_code == 2
