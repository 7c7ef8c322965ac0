"""Keeps what was fitted in a file, so that a regression is fitted once for the same exemplars and code."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from assets.topics import features, pieces, regression
from assets.topics.exemplars import LabelledText
from assets.topics.features import FeatureSpace, Unit
from assets.topics.pieces import PieceIndex
from assets.topics.regression import Regression, fit

CODE_VERSION = "3"
"""Raise when fitting changes what it gives for the same exemplars."""
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


def fitted(
    units: Sequence[Unit],
    labels: Sequence[LabelledText],
    topics: Sequence[str],
    ruled: Sequence[str],
    cache: Path | None,
) -> Regression:
    """Return the regression of labelled sentences: from the cache if it was fitted before, else fitted now.

    A cache that cannot be read or written is done without. Two processes may write the same file: each writes
    its own and moves it into place, and both are the same.
    """
    file = cache / f"topics-{_key(units, labels, topics, ruled)}.npz" if cache else None
    if file and (known := _read(file)):
        return known
    found = fit(units, labels, topics, ruled)
    if file:
        _write(file, found)
    return found


def _key(
    units: Sequence[Unit], labels: Sequence[LabelledText], topics: Sequence[str], ruled: Sequence[str]
) -> str:
    settings = [
        CODE_VERSION, version("scikit-learn"), regression.COST, regression.FOLDS, features.WORD_SHARE,
        pieces.LENGTHS, features.PIECE_SHARE, features.HEADING_SHARE, features.RULE_SHARE, features.STEM_WEIGHT,
    ]  # fmt: skip
    digest = hashlib.sha256(repr([settings, list(topics), list(ruled)]).encode())
    for unit, label in zip(units, labels, strict=True):
        rules = sorted(unit.rules.items())
        written = [unit.text, unit.stem, unit.heading, rules, sorted(label.topics), label.weight]
        digest.update(repr(written).encode())
    return digest.hexdigest()[:16]


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
