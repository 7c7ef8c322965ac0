"""How right the rules were found to be: the figures that every release carries (``accuracy.yaml``)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import yaml

from assets.errors import InputError

FILE = Path(__file__).with_name("accuracy.yaml")


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measurement: what was asked, what came out, on what, when, and what measures it again."""

    what: str
    figure: str
    measured_on: str
    date: date
    command: str


@cache
def accuracy_figures(path: Path = FILE) -> tuple[Figure, ...]:
    """Read the figures.

    Raises:
        InputError: a figure lacks a part or has one that means nothing; the message says which.
    """
    try:
        return msgspec.convert(
            yaml.safe_load(path.read_text(encoding="utf-8")), tuple[Figure, ...], strict=False
        )
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise InputError(
            f"{path}: {error}. Each figure has what, figure, measured_on, date, command."
        ) from error
