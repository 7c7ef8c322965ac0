"""Platforms' files given as text, and read: what tests of them share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.yaml_platforms import read_yaml_platform

TODAY = date(2026, 6, 1)


@pytest.fixture
def read(tmp_path):
    """Return a reader of a platform's file given as text; it must be usable and without problems."""

    def read_text(text: str) -> Platform:
        platform, problems = read_yaml_platform(written(tmp_path, text), TODAY)
        assert problems == []
        assert platform is not None
        return platform

    return read_text


@pytest.fixture
def check(tmp_path):
    """Return a reader that gives what could be read and the problems found."""

    def read_text(text: str) -> tuple[Platform | None, list[DeclarationProblem]]:
        return read_yaml_platform(written(tmp_path, text), TODAY)

    return read_text


def written(directory: Path, text: str) -> Path:
    path = directory / "lumora.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path
