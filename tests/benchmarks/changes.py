"""How changes are told from noise on the real bundle: shares by class, agreement with verdicts read by hand, speed.

``change_verdicts.csv`` holds what a person thought of 40 random published changes and 40 random suppressed
candidates: version, verdict (substantive, editorial, noise), reason. It names versions and quotes little.
``change_pair_verdicts.csv`` holds what readers who saw nothing but the texts thought of 350 random steps from one
commit to the next: verdict, second choice where they wavered, weight of what is substantive.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assets.changes.assets import rules_version
from assets.changes.building import build_changes
from assets.changes.pairs import Pair, judge_pairs
from assets.home import Home
from assets.warehouse import Reader, Warehouse, open_published, read_frame
from tests.benchmarks.corpus import corpus_folder

COMMAND = Path(sys.executable).parent / "termscape"
PAIR_VERDICTS = Path(__file__).with_name("change_pair_verdicts.csv")
VERDICTS = Path(__file__).with_name("change_verdicts.csv")
LABELS = ("substantive", "editorial", "noise")

_LEDGER = """
SELECT document_id, version_id, status, CASE WHEN status = 'published' THEN change_class ELSE status || ': ' || change_class END AS class,
       change_class, score
FROM noise_ledger WHERE change_class <> 'first'
"""


def imported(scratch: Path) -> Home:
    """Return a home with the bundle imported and published."""
    corpus = corpus_folder()
    home = scratch / "home"
    arguments = [
        "--versions",
        str(corpus / "genai-dev-versions.bundle"),
        "--declarations",
        str(corpus / "declarations"),
    ]
    subprocess.run(
        [str(COMMAND), "import", "ota", *arguments],
        check=True,
        env={**os.environ, "TERMSCAPE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Home(home)


def shares(rows: list[dict[str, Any]]) -> None:
    """Print the share of each class by candidate, and by document (each document counting the same)."""
    documents = Counter(row["document_id"] for row in rows)
    by_candidate = Counter(row["class"] for row in rows)
    by_document: Counter[str] = Counter()
    for row in rows:
        by_document[row["class"]] += 1 / documents[row["document_id"]] / len(documents)  # type: ignore[assignment]
    print(f"{len(rows)} candidates after the first, {len(documents)} documents")
    print(f"{'class':36}{'candidates':>11}{'share':>9}{'by document':>13}")
    for name, number in by_candidate.most_common():
        print(f"{name:36}{number:>11}{number / len(rows):>9.1%}{by_document[name]:>13.1%}")


def label(change_class: str) -> str:
    """Return what a class is called in the verdicts."""
    return change_class if change_class in LABELS[:2] else "noise"


def agreement(rows: list[dict[str, Any]]) -> None:
    """Print how the classes agree with the verdicts, and each disagreement."""
    found = {row["version_id"]: label(row["change_class"]) for row in rows}
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        verdicts = [row for row in csv.DictReader(file) if row["version_id"] in found]
    table = Counter((row["verdict"], found[row["version_id"]]) for row in verdicts)
    print(f"\nverdicts read by hand: {len(verdicts)}")
    for true in LABELS:
        total = sum(table[true, given] for given in LABELS)
        given_total = sum(table[other, true] for other in LABELS)
        right = table[true, true]
        f1 = 2 * right / (total + given_total) if total + given_total else 0.0
        print(f"  {true:12} {total:>3} by hand, {given_total:>3} given, {right:>3} right, F1 {f1:.3f}")
    substantive = sum(table["substantive", given] for given in LABELS)
    noise = sum(table["noise", given] for given in LABELS)
    if substantive and noise:
        print(
            f"  substantive kept {table['substantive', 'substantive'] / substantive:.1%}, "
            f"noise suppressed {table['noise', 'noise'] / noise:.1%}"
        )
    for row in verdicts:
        if row["verdict"] != found[row["version_id"]]:
            print(
                f"  {row['version_id']}: {row['verdict']} by hand ({row['reason']}), given {found[row['version_id']]}"
            )


def pairs_agreement(home: Home) -> None:
    """Print how ``eval changes`` agrees with the readers of ``change_pair_verdicts.csv``, sample by sample."""
    with PAIR_VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    connection = open_published(home)
    try:
        wanted = [Pair(row["path"], row["old_commit"], row["new_commit"]) for row in rows]
        told = list(judge_pairs(Reader(connection), wanted))
    finally:
        connection.close()
    for sample in dict.fromkeys(row["sample"] for row in rows):
        here = [(row, verdict) for row, verdict in zip(rows, told, strict=True) if row["sample"] == sample]
        table = Counter((row["verdict"], verdict.label) for row, verdict in here)
        weights = Counter(row["weight"] == verdict.significance for row, verdict in here if row["weight"])
        true = {label: sum(table[label, other] for other in LABELS) for label in LABELS}
        given = sum(table[other, "editorial"] for other in LABELS)
        print(
            f"\n{sample} sample of pairs: {len(here)}; substantive kept "
            f"{table['substantive', 'substantive']}/{true['substantive']}, noise not called substantive "
            f"{true['noise'] - table['noise', 'substantive']}/{true['noise']} (called noise {table['noise', 'noise']}), "
            f"editorial F1 {2 * table['editorial', 'editorial'] / max(1, true['editorial'] + given):.2f}, "
            f"weight as the reader's {weights[True]}/{weights.total()}"
        )
        for row, verdict in here:
            if row["verdict"] != verdict.label:
                wavered = f" or {row['second_choice']}" if row["second_choice"] else ""
                print(
                    f"  {row['path']} {row['new_commit']}: {row['verdict']}{wavered} by hand ({row['reason']}), "
                    f"given {verdict.label}: {verdict.reason}"
                )


def speed(home: Home) -> None:
    """Print how long it takes to read all steps between published versions again, on one core."""
    warehouse = Warehouse(home)
    try:
        started = time.process_time()
        report = build_changes(warehouse, f"{rules_version(warehouse)} again")
        seconds = time.process_time() - started
    finally:
        warehouse.close()
    print(
        f"\n{report.steps} steps, {report.provisions} provisions that differ: {seconds:.1f} s CPU, "
        f"{report.steps / seconds:.0f} steps/s, {report.provisions / seconds:.0f} provisions/s"
    )


def main() -> None:
    """Run everything and print it."""
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as scratch:
        home = imported(Path(scratch))
        rows = read_frame(home, _LEDGER).to_dicts()
        shares(rows)
        agreement(rows)
        pairs_agreement(home)
        speed(home)


if __name__ == "__main__":
    main()
