"""How well single changes of provisions are read: class, directions and speed, against changes read by hand.

Run with the corpus (no part of the project):

    TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks.assessing

``provision_change_labels.csv`` names 364 changed provisions of 21 services drawn at random (services in turn, a
step of the service, a provision of the step; the last two parts without dates and headings) with
what one careful reader called them and which directions that reader would accept. ``developed``: read while the
rules were written. ``held out``: labelled before the rules were first run on them; the kinds of mistakes found
were then mended, so that only the first figures on each, in the closing note, are untouched.
Prints for each part: precision and recall of "substantive", the share of all three classes that is right, the
chance that a substantive change scores above another, and of the directions told first and of those expected
the share that agree. Then the speed, cold, over every changed provision of the corpus.
"""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.changes.assessing import assess
from assets.changes.lexicon import lexicon
from assets.changes.model import Assessment
from tests.benchmarks.change_pairs import ChangedProvision, changed_provisions

LABELS = Path(__file__).with_name("provision_change_labels.csv")
SMALL = 600
"""Characters of both wordings together up to which a change is a small one."""


@dataclass(frozen=True)
class Labelled:
    """A row of the labels."""

    key: tuple[str, ...]
    part: str
    label: str
    directions: frozenset[str]


def labels() -> list[Labelled]:
    """Read the labels."""
    with LABELS.open(newline="", encoding="utf-8") as file:
        return [
            Labelled(
                tuple(row[name] for name in _KEY),
                row["part"],
                row["label"],
                frozenset(filter(None, row["directions"].split("|"))),
            )
            for row in csv.DictReader(file)
        ]


_KEY = ("service", "terms_type", "old_commit", "new_commit", "old_ordinal", "new_ordinal")


def main() -> None:
    """Read every changed provision of the corpus and print how it compares with the labels."""
    every = list(changed_provisions())
    lexicon()
    started = time.process_time()
    assessed = {one.key: assess(one.before, one.after, one.operation) for one in every}
    seconds = time.process_time() - started
    parts: dict[str, list[tuple[Labelled, Assessment]]] = defaultdict(list)
    missing = 0
    for row in labels():
        found = assessed.get(row.key)
        if found is None:
            missing += 1
        else:
            parts[row.part].append((row, found))
    print(f"{sum(map(len, parts.values()))} labelled changes found, {missing} no longer among the changes")
    for part, pairs in parts.items():
        _print_part(part, pairs)
    classes = Counter(one.change_class for one in assessed.values())
    print("all changes:", ", ".join(f"{name} {count}" for name, count in classes.most_common()))
    print(f"{len(every)} changes in {seconds:.1f} s: {len(every) / seconds:.0f} a second, cold")
    _print_small(every)


def _print_part(part: str, pairs: Sequence[tuple[Labelled, Assessment]]) -> None:
    called = [found.change_class == "substantive" for _, found in pairs]
    true = [row.label == "substantive" for row, _ in pairs]
    both = sum(c and t for c, t in zip(called, true, strict=True))
    right = sum(row.label == found.change_class for row, found in pairs)
    print(
        f"{part:12} {len(pairs):4} changes: substantive precision {both / sum(called):.3f}, "
        f"recall {both / sum(true):.3f}; class right {right / len(pairs):.3f}; ranked right {_ranking(pairs):.3f}"
    )
    expected = [(row, found) for row, found in pairs if row.directions]
    told = [(row, found) for row, found in pairs if found.directions and row.label == "substantive"]
    agreeing = sum(found.directions[0].kind in row.directions for row, found in told)
    seen = sum(any(d.kind in row.directions for d in found.directions) for row, found in expected)
    print(
        f"{'':12} directions: first one told agrees in {agreeing} of {len(told)} ({agreeing / len(told):.3f}); "
        f"one expected is told in {seen} of {len(expected)} ({seen / len(expected):.3f})"
    )


def _ranking(pairs: Sequence[tuple[Labelled, Assessment]]) -> float:
    """Return the chance that a substantive change has a higher score than one that is not (ties count half)."""
    high = [found.score for row, found in pairs if row.label == "substantive"]
    low = [found.score for row, found in pairs if row.label != "substantive"]
    won = sum((one > two) + (one == two) / 2 for one in high for two in low)
    return won / (len(high) * len(low))


def _print_small(every: Sequence[ChangedProvision]) -> None:
    small = [
        one
        for one in every
        if one.operation == "modified" and sum(len(w.text) for w in (one.before, one.after) if w) <= SMALL
    ]
    started = time.process_time()
    for one in small:
        assess(one.before, one.after, one.operation)
    seconds = time.process_time() - started
    print(f"{len(small)} small changes once more: {len(small) / seconds:.0f} a second (partly remembered)")


if __name__ == "__main__":
    main()
