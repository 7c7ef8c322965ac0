"""The machine: Python, git, and the installed packages against those that are locked."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from orchestration.doctoring.findings import Finding, Patient, broken, look, ok

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
LEAST_PYTHON, MOST_PYTHON = (3, 11), (3, 13)
SHOWN = 5
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;.*)?", re.MULTILINE)


def examine_machine(patient: Patient) -> Iterator[Finding]:
    """Yield what holds whatever home is used."""
    yield ok("termscape", metadata.version("termscape"))
    version = platform.python_version()
    fits = LEAST_PYTHON <= sys.version_info[:2] <= MOST_PYTHON
    yield (
        ok("python", version)
        if fits
        else broken(
            "python", f"{version}; 3.11 to 3.13 are supported", "make setup PYTHON=/path/to/python3.12"
        )
    )
    git = shutil.which("git")
    yield ok("git", git) if git else broken("git", "not found: histories cannot be imported", "install git")
    if LOCK.exists():
        yield _packages(LOCK.read_text(encoding="utf-8"))


def _packages(lock: str) -> Finding:
    """Compare what is installed with the pins of a lock file, which may pin a package once for each Python.

    What only some machines need may be missing.
    """
    pins: dict[str, list[str]] = {}
    needed = set()
    for name, version, only_where in _PIN.findall(lock):
        pins.setdefault(name, []).append(version)
        if not only_where:
            needed.add(name)
    wrong = []
    for name, versions in pins.items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            if name in needed:
                wrong.append(f"{name} is missing ({versions[0]})")
            continue
        if installed not in versions:
            wrong.append(f"{name} {installed} ({' or '.join(versions)})")
    if not wrong:
        return ok("packages", f"all {len(pins)} as locked")
    more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
    return look("packages", f"not as locked: {', '.join(wrong[:SHOWN])}{more}", "make setup")
