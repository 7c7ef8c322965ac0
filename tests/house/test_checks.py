"""`make check` is part of the tests: formatting, lint, types and SQL lint hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

TOOLS = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy"],
    ["sqruff", "lint", "sql"],
]


@pytest.mark.parametrize("command", TOOLS, ids=" ".join)
def test_the_code_passes(command: list[str]) -> None:
    finished = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_lock_files_name_no_registry_and_hash_everything() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        lines = lock.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line], lock.name
        pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert pinned and all("==" in line and line.rstrip().endswith("\\") for line in pinned), lock.name
