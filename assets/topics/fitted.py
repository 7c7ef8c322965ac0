"""Keeps what was fitted in a file, so that a regression is fitted once for the same exemplars and code."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import cache as once
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assets.topics.exemplars import LabelledText
from assets.topics.features import FeatureSpace, Unit
from assets.topics.pieces import PieceIndex
from assets.topics.regression import Regression, fit

KEPT = 8
"""Fitted regressions that are kept, the newest: each has some megabytes."""
CACHE_VARIABLE = "TERMSCAPE_CACHE"


def cache_directory() -> Path:
    """Return where fitted weights are kept: ``TERMSCAPE_CACHE``, else the user's cache directory."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser()
    user = os.environ.get("XDG_CACHE_HOME")
    return (Path(user) if user else Path.home() / ".cache") / "termscape"


Examples = tuple[Sequence[Unit], Sequence[LabelledText]]
"""What a regression is fitted from: units, and the label of each."""


def fitted(
    learnt_from: str,
    examples: Callable[[], Examples],
    topics: Sequence[str],
    ruled: Sequence[str],
    cache: Path | None,
) -> Regression:
    """Return the regression of labelled sentences: from the cache if it was fitted before, else fitted now.

    ``learnt_from`` names everything that ``examples`` are made of: reading them costs seconds, and is done only
    to fit. With it, the code of this folder decides whether what is kept may be used.

    A cache that cannot be read or written is done without. Two processes may write the same file: each writes
    its own and moves it into place, and both are the same.
    """
    file = cache / f"topics-{_key(learnt_from, topics, ruled)}.npz" if cache else None
    if file and (known := _read(file)):
        return known
    found = fit(*examples(), topics, ruled)
    if file:
        _write(file, found)
    return found


def _key(learnt_from: str, topics: Sequence[str], ruled: Sequence[str]) -> str:
    written = [learnt_from, version("scikit-learn"), _code(), list(topics), list(ruled)]
    return hashlib.sha256(repr(written).encode()).hexdigest()[:16]


@once
def _code() -> str:
    """Return a hash of the code that reads and fits: whoever works on it never meets what older code fitted."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _write(file: Path, found: Regression) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez_compressed(
                stream,
                words=np.array(list(found.space.words)),
                pieces=np.array(found.space.pieces.pieces),
                idf=found.space.idf,
                ruled=np.array(found.space.topics),
                topics=np.array(found.topics),
                weights=found.weights,
                intercepts=found.intercepts,
                sigmoid=np.array([found.slope, found.shift]),
            )
        Path(name).replace(file)
        for stale in sorted(file.parent.glob("topics-*.npz"), key=_modified)[:-KEPT]:
            stale.unlink(missing_ok=True)
    except OSError:
        Path(name).unlink(missing_ok=True)


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _read(file: Path) -> Regression | None:
    try:
        with np.load(file, allow_pickle=False) as kept:
            words = {str(word): number for number, word in enumerate(kept["words"])}
            pieces = PieceIndex(tuple(map(str, kept["pieces"])))
            slope, shift = map(float, kept["sigmoid"])
            space = FeatureSpace(words, pieces, kept["idf"], tuple(map(str, kept["ruled"])))
            topics = tuple(map(str, kept["topics"]))
            return Regression(space, topics, kept["weights"], kept["intercepts"], slope, shift)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
