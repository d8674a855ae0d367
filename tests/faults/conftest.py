"""A table of what the fault tests found, at the end of their run."""

import pytest

ROW = "fault"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for every wave that was sent."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, row in report.user_properties if report.when == "call" else []:
                if name == ROW:
                    terminalreporter.write_line(f"{outcome}  {row}")
