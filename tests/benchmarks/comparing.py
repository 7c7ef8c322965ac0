"""How long comparing wordings takes and what memory it needs: invented provisions with variation, to a million.

``python -m tests.benchmarks comparing`` runs 10,000, 100,000 and 1,000,000; numbers of your own:
``python -m tests.benchmarks.comparing 50000``. Each size runs in a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from assets.comparisons.building import build_wordings
from assets.comparisons.building_families import build_families
from assets.comparisons.building_outliers import build_outliers
from assets.home import Home
from assets.warehouse import Warehouse

SIZES = (10_000, 100_000, 1_000_000)
A_PLATFORM = 400
"""Provisions a platform: what the 22 platforms of the real corpus have on average over time."""
TOPICS = 40
WORDS = 60
"""Words a provision, as measured on the real corpus (61)."""
NEW = 0.75
"""Share of provisions with words of their own; of the others a tenth has just the words of another, the rest adapts."""
_CHUNK = 20_000
START = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    """Measure every size, each in a process of its own."""
    print(f"{'provisions':>11}{'wordings':>11}{'read s':>9}{'families s':>11}{'outliers s':>11}{'us each':>9}"
          f"{'again s':>9}{'one more s':>11}{'families':>10}{'peak MB':>9}")  # fmt: skip
    for size in SIZES:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.comparing", str(size)], check=True)


def measure(size: int) -> None:
    """Fill a warehouse with invented provisions, run the stage twice and once more with a platform added; print."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Home(Path(folder) / "home"))
        fill(warehouse, 0, size)
        times = [_timed(lambda: build_wordings(warehouse)), _timed(lambda: build_families(warehouse)),
                 _timed(lambda: build_outliers(warehouse))]  # fmt: skip
        again = _timed(lambda: _all(warehouse))
        fill(warehouse, size, A_PLATFORM)
        one_more = _timed(lambda: _all(warehouse))
        wordings = warehouse.value("SELECT count(*) FROM ledger.wording_signatures")
        families = warehouse.value("SELECT count(DISTINCT family_id) FROM ledger.wording_families")
        warehouse.connection.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>11,}{wordings:>11,}{times[0]:>9.1f}{times[1]:>11.1f}{times[2]:>11.1f}"
          f"{1e6 * sum(times) / size:>9.0f}{again:>9.1f}{one_more:>11.1f}{families:>10,}{peak:>9.0f}", flush=True)  # fmt: skip


def _all(warehouse: Warehouse) -> None:
    build_wordings(warehouse)
    build_families(warehouse)
    build_outliers(warehouse)


def _timed(work: Callable[[], object]) -> float:
    """Return processor seconds, of all threads: on a machine that others use, time on the clock says little."""
    started = time.process_time()
    work()
    return time.process_time() - started


def texts(first: int, size: int) -> Iterator[str]:
    """Yield provisions: most new, some with the words of an earlier one, some adapting one by a tenth of its words."""
    chance = random.Random(first)
    vocabulary = [f"{chance.choice('bdfglmnprst')}{number:x}a" for number in range(20_000)]
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    pool = iter(chance.choices(vocabulary, weights, k=0))
    models: list[list[str]] = []
    for _ in range(size):
        pick = chance.random()
        if pick < NEW or not models:
            words = list(_taken(pool, WORDS))
            while len(words) < WORDS:
                pool = iter(chance.choices(vocabulary, weights, k=200 * WORDS))
                words += _taken(pool, WORDS - len(words))
            if len(models) < size // 50:
                models.append(words)
        else:
            words = list(chance.choice(models))
            for at in chance.sample(range(WORDS), WORDS // 10 if pick > NEW + (1 - NEW) / 10 else 0):
                words[at] = chance.choice(vocabulary)
        yield " ".join(words) + "."


def _taken(pool: Iterator[str], count: int) -> list[str]:
    return [word for word, _ in zip(pool, range(count), strict=False)]


def fill(warehouse: Warehouse, first: int, size: int) -> None:
    """Put provisions into the warehouse as earlier stages would have left them: platforms of ``A_PLATFORM`` each."""
    if first == 0:
        warehouse.insert(
            "ledger.collections",
            [{"collection_id": "x", "name": "X", "kind": "live", "licence": "", "attribution": ""}],
        )
        warehouse.insert("ledger.topics", [{"topic_id": f"topic-{n}", "name": str(n), "definition": "-", "languages": ["en"]} for n in range(TOPICS)])  # fmt: skip
    numbers = range(first // A_PLATFORM, -(-(first + size) // A_PLATFORM))
    _platforms(warehouse, numbers)
    found = texts(first, size)
    for start in range(first, first + size, _CHUNK):
        chunk = range(start, min(start + _CHUNK, first + size))
        platforms = [f"platform{number // A_PLATFORM}" for number in chunk]
        states = pl.DataFrame(
            {
                "provision_id": [f"p-{number:020d}" for number in chunk],
                "timeline_id": [f"{one}/policy@x" for one in platforms],
                "text": [next(found) for _ in chunk],
                "text_sha256": [f"{number:064x}" for number in chunk],
                "first_version_id": [f"{one}/policy@x@1" for one in platforms],
            }
        ).with_columns(state_no=pl.lit(1), kind=pl.lit("paragraph"), tracker_version=pl.lit("1"))
        topics = states.select("provision_id", "state_no", "timeline_id").with_columns(
            topic_id=pl.Series([f"topic-{(number * 7919) % TOPICS}" for number in chunk]),
            confidence=pl.lit(0.9), band=pl.lit("automatic"), method=pl.lit("rules"),
            rule_id=pl.lit("r"), explanation=pl.lit("-"), rules_version=pl.lit("1"),
        )  # fmt: skip
        occurrences = states.select("provision_id", "state_no", "timeline_id", "kind").with_columns(
            version_id=states["first_version_id"], ordinal=pl.lit(0), heading_path=pl.lit([], dtype=pl.List(pl.String)),
            char_start=pl.lit(0), char_end=pl.lit(0), carried_by=pl.lit("minted"),
        )  # fmt: skip
        for table, frame in (
            ("provision_states", states),
            ("provision_topics", topics),
            ("provision_occurrences", occurrences),
        ):
            warehouse.connection.register("filled", frame)
            warehouse.connection.execute(f"INSERT INTO ledger.{table} BY NAME FROM filled")
            warehouse.connection.unregister("filled")


def _platforms(warehouse: Warehouse, numbers: range) -> None:
    names = [f"platform{number}" for number in numbers]
    made = (
        "rule",
        "decided_by",
        "text_sha256",
        "masked_sha256",
        "extractor",
        "extractor_version",
        "rules_version",
    )
    warehouse.insert("ledger.platforms", [{"platform_id": name, "name": name} for name in names])
    warehouse.insert("ledger.documents", [{"document_id": f"{name}/policy", "platform_id": name, "terms_type": "Privacy Policy", "declared": True} for name in names])  # fmt: skip
    warehouse.insert("ledger.timelines", [{"timeline_id": f"{name}/policy@x", "document_id": f"{name}/policy", "collection_id": "x", "jurisdiction": "", "language": "en", "vantage": ""} for name in names])  # fmt: skip
    if numbers.start == 0:
        warehouse.insert("ledger.markdowns", [{"markdown_sha256": "-", "markdown": ""}])
    warehouse.insert(
        "ledger.versions",
        [
            {**dict.fromkeys(made, "-"), "version_id": f"{name}/policy@x@1", "timeline_id": f"{name}/policy@x",
             "document_id": f"{name}/policy", "sequence": 1, "first_seen": START + timedelta(hours=number),
             "status": "published", "noise_class": "first", "language": "en", "words": 1000, "markdown_sha256": "-"}
            for number, name in zip(numbers, names, strict=True)
        ],
    )  # fmt: skip


if __name__ == "__main__":
    measure(int(sys.argv[1]))
