"""Which old releases are kept: the newest ones, and the first of each month (``releases.yaml`` of the home)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.errors import InputError
from assets.home import Home
from assets.releases.shelf import Release
from assets.sources.located import Entries, Malformed, Pair, Scalar, describe, read_yaml

FILE = "releases.yaml"
_LEAST = {"keep_last": 1, "keep_monthly": 0}


@dataclass(frozen=True)
class Keeping:
    """``keep_last``: how many of the newest releases stay; ``keep_monthly``: of how many months the first one does."""

    keep_last: int = 10
    keep_monthly: int = 24


def read_keeping(home: Home) -> Keeping:
    """Return which releases a home keeps; without a file the last 10, and the first of each of 24 months.

    Raises:
        InputError: the file says something else than ``keep_last`` and ``keep_monthly``; the message names each mistake's line.
    """
    path = home.path / FILE
    try:
        root = read_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Keeping()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}).") from error
    except Malformed as error:
        raise InputError(f"{path}:{error.line}: {error.message}") from error
    if not isinstance(root, Entries):
        raise InputError(
            f"{path}:{root.line}: keep_last: and keep_monthly: were expected, not {describe(root)}."
        )
    mistakes = [
        f"{path}:{pair.line}: {pair.key} is there twice. Keep one of the two." for pair in root.repeated()
    ]
    values: dict[str, int] = {}
    for pair in root.pairs:
        try:
            values[pair.key] = _number(pair, str(path))
        except InputError as error:
            mistakes.append(str(error))
    if mistakes:
        raise InputError("\n".join(mistakes))
    return Keeping(**values)


def _number(pair: Pair, path: str) -> int:
    if pair.key not in _LEAST:
        raise InputError(
            f"{path}:{pair.line}: {pair.key!r} means nothing here; expected keep_last or keep_monthly."
        )
    value = pair.value.value if isinstance(pair.value, Scalar) else None
    text = value.strip() if isinstance(value, str) else ""
    if not (text.isascii() and text.isdigit()) or int(text) < _LEAST[pair.key]:
        raise InputError(
            f"{path}:{pair.value.line}: {pair.key} is a whole number, {_LEAST[pair.key]} or more; "
            f"found {describe(pair.value)}."
        )
    return int(text)


def not_kept(releases: Sequence[Release], keeping: Keeping) -> list[Release]:
    """Return which releases go, of those whose files are there, given from the oldest to the newest."""
    first_of_month: dict[str, Release] = {}
    for release in releases:
        first_of_month.setdefault(release.manifest.day[:7], release)
    monthly = list(first_of_month.values())[-keeping.keep_monthly :] if keeping.keep_monthly else []
    stays = {release.release_id for release in [*releases[-keeping.keep_last :], *monthly]}
    return [release for release in releases if release.release_id not in stays]
