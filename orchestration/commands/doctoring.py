"""How an installation is: ``doctor``."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer
from rich.text import Text

from orchestration import display
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.doctoring import Finding, Patient, examine

_STYLES = {"ok": "green", "look": "yellow", "broken": "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(doctor)


def doctor(
    home: HomeOption = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Do not read every archived body again to check its hash.")
    ] = False,
    json_output: JsonOption = False,
) -> None:
    """Explain the state of an installation: the machine, the home, its settings, runs, archive, published file.

    Each line is ok, look (somebody should have a look) or broken, with what to do. Nothing is changed, and a run
    that is going is not disturbed. Exit code 1: something is broken.
    """
    chosen = chosen_home(home)
    patient = Patient(chosen, quick=quick, busy=chosen.user())
    found: list[tuple[str, Finding]] = []
    for subject, finding in examine(patient):
        if not json_output:
            _show(finding, subject if not found or found[-1][0] != subject else None)
        found.append((subject, finding))
    if json_output:
        display.as_json([{"subject": subject, **dataclasses.asdict(finding)} for subject, finding in found])
    else:
        _sum_up([finding for _, finding in found])
    if any(finding.result == "broken" for _, finding in found):
        raise typer.Exit(1)


def _show(finding: Finding, subject: str | None) -> None:
    if subject is not None:
        display.out.print(Text(f"\n{subject}", style="bold"))
    said = f"{finding.check}: {finding.said}" + (f"\n→ {finding.do}" if finding.do else "")
    display.labelled(f"  {finding.result}", said, margin=10, style=_STYLES[finding.result])


def _sum_up(findings: list[Finding]) -> None:
    look = sum(finding.result == "look" for finding in findings)
    broken = sum(finding.result == "broken" for finding in findings)
    display.out.print()
    if broken:
        display.out.print(f"{broken} broken, {look} to look at.")
    elif look:
        display.out.print(f"Nothing is broken; {look} to look at.")
    else:
        display.out.print("All is well.")
