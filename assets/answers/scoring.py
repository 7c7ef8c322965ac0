"""How often answers agree with a careful reader: stance, evidence, and passages that only look right.

Labels are JSON lines, one a service: ``service, path, documents, stance, acceptable_stances, evidence, near_misses``
and optionally ``alt_evidence``, ``alt_rule``; a span counts characters of the plain text of a document, which the
labels' own ``plaintext.py`` defines.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assets.errors import InputError

COMPOUND = {"disputes": {"arbitration": "binding_arbitration", "class_waiver": "class_action_waiver"}}
"""Label files that ask several of our questions at once: the name of each in the label to its question."""
UNANSWERED = ("unsure", "not_captured")
"""Stances with which a question was not answered."""


@dataclass(frozen=True)
class Shown:
    """A quote as it was shown: the document's path in the archive, where it stands in its Markdown, its words."""

    path: str
    start: int
    quote: str


@dataclass(frozen=True)
class Given:
    """What was answered for a service: the stance (of a compound label, all of them) and what was shown."""

    stance: str
    shown: tuple[Shown, ...] = ()
    complete: bool = True
    """Whether every document was captured: an empty one makes ``not_captured`` right where the label says silent."""


@dataclass
class Score:
    """The comparison of one answer with its label; ``evidence_hit`` is ``None`` where the label has no evidence."""

    service: str
    given: Given
    expected: str
    acceptable: Sequence[str]
    evidence_hit: bool | None
    valid_excerpts: int
    verbatim: int
    near_misses: list[str] = field(default_factory=list)

    @property
    def acceptable_right(self) -> bool:
        """Whether the stance is one that the reader would accept."""
        return self.given.stance in self.acceptable

    @property
    def strictly_right(self) -> bool:
        """Whether the stance is the reader's own."""
        return self.given.stance == self.expected

    @property
    def answered(self) -> bool:
        """Whether a stance was given at all; ``not_captured`` is an answer where a document is missing."""
        parts = re.split(r"[=;]", self.given.stance)
        if "unsure" in parts:
            return False
        return "not_captured" not in parts or not self.given.complete


@dataclass(frozen=True)
class Labels:
    """The labels of one file: the questions it asks, its rows, and how its spans are counted."""

    name: str
    questions: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    plain: Callable[[str], str]

    def stance(self, stances: Mapping[str, str]) -> str:
        """Return our stances by question as the label writes them."""
        parts = COMPOUND.get(self.name)
        if parts is None:
            return stances[self.questions[0]]
        return ";".join(f"{name}={stances[question]}" for name, question in parts.items())


def read_labels(directory: Path) -> list[Labels]:
    """Read the labels of a directory: every ``*.jsonl``, and the ``plaintext.py`` that counts their spans.

    Raises:
        InputError: the directory has no labels, or a file is not as expected; names file, line and fix.
    """
    files = sorted(directory.glob("*.jsonl"))
    if not files:
        raise InputError(f"{directory}: no *.jsonl here. Name a directory of labels, one file a question.")
    plain = _plain(directory)
    result = []
    for file in files:
        rows = []
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                missing = [name for name in ("service", "documents", "stance") if name not in row]
            except (json.JSONDecodeError, TypeError) as error:
                raise InputError(f"{file}, line {number}: expected a JSON object: {error}") from error
            if missing:
                raise InputError(f"{file}, line {number}: expected the key {missing[0]!r}")
            rows.append(row)
        questions = tuple(COMPOUND.get(file.stem, {"": file.stem}).values())
        result.append(Labels(file.stem, questions, tuple(rows), plain))
    return result


def score(labels: Labels, row: Mapping[str, Any], given: Given, texts: Mapping[str, str]) -> Score:
    """Compare what was answered for one service with its label.

    Args:
        labels: the file the row is of.
        row: the label.
        given: what was answered.
        texts: the Markdown of the service's documents by path.
    """
    plains = {path: labels.plain(text) for path, text in texts.items()}
    placed = [(one, _located(one, plains, texts, labels.plain)) for one in given.shown]
    evidence = row.get("evidence", [])
    passages = [*evidence, *row.get("alt_evidence", [])]
    pattern = re.compile(row["alt_rule"], re.IGNORECASE) if row.get("alt_rule") else None
    valid = [
        _meets(one.path, span, passages) or bool(pattern and pattern.search(labels.plain(one.quote)))
        for one, span in placed
    ]
    near = [
        f"{miss.get('severity', 'hard')}:{miss.get('kind', '')}"
        for miss in row.get("near_misses", [])
        if any(_meets(one.path, span, [miss]) for one, span in placed)
    ]
    needed = bool(evidence) and "silent" not in row["stance"].split("=")[-1]
    return Score(
        service=row["service"],
        given=given,
        expected=row["stance"],
        acceptable=row.get("acceptable_stances") or [row["stance"]],
        evidence_hit=any(valid) if needed else None,
        valid_excerpts=sum(valid),
        verbatim=sum(
            texts.get(one.path, "")[one.start : one.start + len(one.quote)] == one.quote
            for one in given.shown
        ),
        near_misses=near,
    )


@dataclass(frozen=True)
class Totals:
    """The figures of one label file; rates between 0 and 1, ``None`` where nothing was to be judged."""

    services: int
    acceptable: float | None
    strict: float | None
    evidence_hit: float | None
    valid_excerpts: float | None
    hard_near_misses: int
    soft_near_misses: int
    user_prohibitions: int
    silent_precision: float | None
    silent_recall: float | None
    verbatim: float | None
    answered: float | None


def totals(scores: Sequence[Score]) -> Totals:
    """Add up the scores of one label file."""
    judged = [one for one in scores if one.evidence_hit is not None]
    quotes = sum(len(one.given.shown) for one in scores)
    of_answers = [one for one in scores if one.evidence_hit is not None]
    said = [one for one in scores if _silent(one.given.stance)]
    expected = [one for one in scores if _silent(one.expected)]
    misses = [miss for one in scores for miss in one.near_misses]
    return Totals(
        services=len(scores),
        acceptable=_rate(sum(one.acceptable_right for one in scores), len(scores)),
        strict=_rate(sum(one.strictly_right for one in scores), len(scores)),
        evidence_hit=_rate(sum(bool(one.evidence_hit) for one in judged), len(judged)),
        valid_excerpts=_rate(
            sum(one.valid_excerpts for one in of_answers), sum(len(one.given.shown) for one in of_answers)
        ),
        hard_near_misses=sum(miss.startswith("hard") for miss in misses),
        soft_near_misses=sum(miss.startswith("soft") for miss in misses),
        user_prohibitions=sum("user_prohibition" in miss for miss in misses),
        silent_precision=_rate(sum(any(map(_silent, one.acceptable)) for one in said), len(said)),
        silent_recall=_rate(sum(_silent(one.given.stance) for one in expected), len(expected)),
        verbatim=_rate(sum(one.verbatim for one in scores), quotes),
        answered=_rate(sum(one.answered for one in scores), len(scores)),
    )


def _silent(stance: str) -> bool:
    return all(part.split("=")[-1] == "silent" for part in stance.split(";"))


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _meets(path: str, span: tuple[int, int], passages: Sequence[Mapping[str, Any]]) -> bool:
    return any(
        path == passage["path"] and span[0] < passage["span"][1] and passage["span"][0] < span[1]
        for passage in passages
    )


def _located(
    shown: Shown, plains: Mapping[str, str], texts: Mapping[str, str], plain: Callable[[str], str]
) -> tuple[int, int]:
    """Return where a quote stands in the plain text: of its occurrences the one nearest its place."""
    document, quote = plains.get(shown.path, ""), plain(shown.quote)
    if not document or not quote:
        return (-1, -1)
    expected = shown.start / max(1, len(texts[shown.path])) * len(document)
    starts = [match.start() for match in re.finditer(re.escape(quote), document)]
    starts = starts or [match.start() for match in re.finditer(re.escape(quote[:60].strip()), document)]
    if not starts:
        return (-1, -1)
    start = min(starts, key=lambda place: abs(place - expected))
    return start, start + len(quote)


def _plain(directory: Path) -> Callable[[str], str]:
    file = directory / "plaintext.py"
    if not file.exists():
        raise InputError(
            f"{file}: expected the module that counts the labels' spans (a function plain(markdown))."
        )
    specification = importlib.util.spec_from_file_location("plaintext", file)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    plain: Callable[[str], str] = module.plain
    return plain
