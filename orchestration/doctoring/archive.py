"""The archive: whether its chain and its bodies are what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress

from assets.archive import Archive
from assets.errors import HomeUnusable, TermscapeError
from assets.home import Home
from orchestration.doctoring.findings import Finding, Patient, broken, look, numbered, ok, sized

SHOWN = 3


def damage_of(home: Home, *, bodies: bool = True) -> list[str]:
    """Return what is wrong with the archive: a broken chain, altered or missing bodies.

    Without ``bodies`` these are only looked for, not read and hashed.
    """
    archive = Archive(home, read_only=True)
    problems = [*archive.ledger.verify(), *(archive.bodies.verify() if bodies else ())]
    for record in archive.ledger.read():
        for field in ("content_sha256", "declaration_sha256"):
            sha256 = record.data.get(field)
            if sha256 and sha256 not in archive.bodies:
                problems.append(
                    f"ledger: number {record.chain_no} names the body {sha256}, which is not there."
                )
    return problems


def examine_archive(patient: Patient) -> Iterator[Finding]:
    """Yield how the archive is, unless a run is writing to it."""
    home = patient.home
    if patient.kind is None or patient.busy:
        return
    with ExitStack() as stack:
        with suppress(HomeUnusable):  # read-only or full: no run can begin to write either
            stack.enter_context(home.locked("termscape doctor"))
        try:
            damage = damage_of(home, bodies=not patient.quick)
            archive = Archive(home, read_only=True)
            lines, bodies = archive.ledger.head[0], len(archive.bodies)
        except TermscapeError as error:
            yield broken("evidence", str(error), "restore the archive from a backup")
            return
    counts = (
        f"{numbered(lines, 'ledger line', 'ledger lines')}, {numbered(bodies, 'body', 'bodies')} in "
        f"{sized(archive.bodies.size())}"
    )
    if damage:
        more = f" … and {len(damage) - SHOWN} more" if len(damage) > SHOWN else ""
        yield broken(
            "evidence",
            f"{len(damage)} broken: {' '.join(damage[:SHOWN])}{more}",
            "restore these files from a backup; what is published stays as it is",
        )
    elif not lines:
        yield look("evidence", "nothing is recorded yet", "termscape run")
    elif patient.quick:
        yield ok("evidence", f"{counts}; the chain holds (bodies were not read again: leave out --quick)")
    else:
        yield ok("evidence", f"{counts}; the chain and every hash hold")
