"""Wordings to pairs of like wordings: each new wording is signed once and compared with those it may be like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from assets.comparisons.candidates import Pairs, candidates, measured
from assets.comparisons.families import ALIKE
from assets.comparisons.signatures import BANDS, band_keys
from assets.comparisons.wordings import coded, comparable, is_menu, long_enough, wording_id
from assets.warehouse import Progress, Warehouse, silent

STAGE = "wordings"
CODE_VERSION = "1"
"""Raise when words, signatures or the measure change what the rows mean: all wordings are compared again."""

TABLES = ("ledger.wording_readings", "ledger.wording_signatures", "ledger.wording_pairs")
_BATCH_WORDINGS = 5000
_SIGNED_AT_ONCE = 1000
"""Signatures of more wordings at once fall out of the processor's cache."""

_GONE = """
DELETE FROM ledger.wording_readings AS r
WHERE NOT EXISTS (
    SELECT 1 FROM ledger.provision_states AS s
    WHERE s.provision_id = r.provision_id AND s.state_no = r.state_no AND s.text_sha256 = r.text_sha256
)
"""
_UNREAD = "DELETE FROM ledger.wording_signatures WHERE wording_id NOT IN (SELECT wording_id FROM ledger.wording_readings)"
_PENDING = """
SELECT s.provision_id, s.state_no, s.timeline_id, s.text_sha256, s.kind, s.text, p.name
FROM ledger.provision_states AS s
ANTI JOIN ledger.wording_readings AS r ON s.provision_id = r.provision_id AND s.state_no = r.state_no
JOIN ledger.timelines AS t ON s.timeline_id = t.timeline_id
JOIN ledger.documents AS d ON t.document_id = d.document_id
JOIN ledger.platforms AS p ON d.platform_id = p.platform_id
ORDER BY s.timeline_id, s.provision_id, s.state_no
"""
_UNSIGNED = """
INSERT INTO ledger.wording_signatures BY NAME
SELECT n.* FROM new_signatures AS n ANTI JOIN ledger.wording_signatures AS s ON n.wording_id = s.wording_id
"""

_NEEDLESS = "DELETE FROM ledger.wording_pairs AS p WHERE (p.wording_id, p.other_wording_id) NOT IN (SELECT (wording_id, other_wording_id) FROM new_rows)"


@dataclass
class WordingReport:
    """What a run did: wordings read, wordings that were new, pairs measured, and pairs found alike."""

    read: int = 0
    new: int = 0
    measured: int = 0
    alike: int = 0


def build_wordings(warehouse: Warehouse, progress: Progress = silent) -> WordingReport:
    """Read every wording that was not read yet, and compare those whose words are new; commit in batches.

    The result is the same whether the wordings came together or one by one.
    """
    warehouse.renew(STAGE, CODE_VERSION, TABLES)
    report = WordingReport()
    _forget(warehouse)
    pending = warehouse.frame(_PENDING)
    for batch in pending.iter_slices(_BATCH_WORDINGS):
        _read(warehouse, batch)
        report.read += batch.height
        progress("reading wordings", report.read, pending.height)
    report.new = int(warehouse.value("SELECT count(*) FROM ledger.wording_signatures WHERE NOT is_compared"))
    if report.new:
        _compare(warehouse, report)
    return report


def _forget(warehouse: Warehouse) -> None:
    """Remove what was read of wordings that are no longer there; if words are gone for good, compare all anew."""
    with warehouse.transaction():
        gone = warehouse.connection.execute(_GONE).fetchone()
        if not gone or not gone[0]:
            return
        unread = warehouse.connection.execute(_UNREAD).fetchone()
        if unread and unread[0]:
            # the others of a crowd are to be compared with whoever is first in it now
            warehouse.connection.execute("DELETE FROM ledger.wording_pairs")
            warehouse.connection.execute("UPDATE ledger.wording_signatures SET is_compared = FALSE")


def _read(warehouse: Warehouse, batch: pl.DataFrame) -> None:
    """Store what these wordings are when compared, and sign those whose words nobody had before."""
    compared = [comparable(row["text"], row["name"]) for row in batch.iter_rows(named=True)]
    readings = batch.select("provision_id", "state_no", "timeline_id", "text_sha256").with_columns(
        wording_id=pl.Series([wording_id(one) for one in compared]),
        words=pl.Series([len(one.split()) for one in compared], dtype=pl.Int32),
        left_out=pl.Series(
            [
                _left_out(kind, text, one)
                for kind, text, one in zip(batch["kind"], batch["text"], compared, strict=True)
            ],
            dtype=pl.String,
        ),
        rules_version=pl.lit(CODE_VERSION),
    )
    new = dict(zip(readings["wording_id"], compared, strict=True))
    kept = readings.filter(pl.col("left_out").is_null())["wording_id"].unique(maintain_order=True)
    texts = [new[one] for one in kept]
    signatures = pl.DataFrame(
        {
            "wording_id": kept,
            "words": pl.Series(texts, dtype=pl.String),
            "bands": pl.Series(_signatures(texts), dtype=pl.Array(pl.Int64, BANDS)),
        }
    ).with_columns(is_compared=pl.lit(False), rules_version=pl.lit(CODE_VERSION))
    with warehouse.transaction():
        insert_frame(warehouse, "INSERT INTO ledger.wording_readings BY NAME FROM new_rows", readings)
        insert_frame(warehouse, _UNSIGNED, signatures, "new_signatures")


def insert_frame(warehouse: Warehouse, statement: str, frame: pl.DataFrame, name: str = "new_rows") -> None:
    """Run a statement that finds the rows of a frame as the table ``name``."""
    warehouse.connection.register(name, frame)
    try:
        warehouse.connection.execute(statement)
    finally:
        warehouse.connection.unregister(name)


def _left_out(kind: str, text: str, compared: str) -> str | None:
    if kind in ("heading", "table_header"):
        return "heading"
    if not long_enough(compared):
        return "short"
    return "menu" if is_menu(text) else None


def _signatures(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    found = [band_keys(texts[at : at + _SIGNED_AT_ONCE]) for at in range(0, len(texts), _SIGNED_AT_ONCE)]
    return np.concatenate([np.zeros((0, BANDS), dtype=np.int64), *found])


def _compare(warehouse: Warehouse, report: WordingReport) -> None:
    """Find the pairs of all wordings, measure those of which one is new, and drop those that a crowd needs no more."""
    signed = warehouse.frame(
        "SELECT wording_id, bands, is_compared FROM ledger.wording_signatures ORDER BY wording_id"
    )
    ids, old = signed["wording_id"], signed["is_compared"].to_numpy()
    found = candidates(signed["bands"].list.to_array(BANDS).to_numpy())
    fresh = found[~(old[found[:, 0]] & old[found[:, 1]])]
    report.measured = len(fresh)
    with warehouse.transaction():
        insert_frame(warehouse, _NEEDLESS, _as_rows(ids, found))
        for pairs, similarities in measured(fresh, _Texts(warehouse, ids).coded, ALIKE):
            rows = _as_rows(ids, pairs).with_columns(
                similarity=pl.Series(similarities.round(4)), rules_version=pl.lit(CODE_VERSION)
            )
            insert_frame(warehouse, "INSERT INTO ledger.wording_pairs BY NAME FROM new_rows", rows)
            report.alike += len(pairs)
        warehouse.connection.execute(
            "UPDATE ledger.wording_signatures SET is_compared = TRUE WHERE NOT is_compared"
        )


def _as_rows(ids: pl.Series, pairs: Pairs) -> pl.DataFrame:
    return pl.DataFrame({"wording_id": ids.gather(pairs[:, 0]), "other_wording_id": ids.gather(pairs[:, 1])})


@dataclass(frozen=True)
class _Texts:
    """The words of wordings, known by their place in the order of ids, as they are measured."""

    warehouse: Warehouse
    ids: pl.Series

    def coded(self, places: Sequence[int]) -> dict[int, str]:
        """Return the coded words of the wordings at some places."""
        wanted = self.ids.gather([*places])
        rows = self.warehouse.frame(
            "SELECT s.wording_id, s.words FROM ledger.wording_signatures AS s SEMI JOIN wanted ON s.wording_id = wanted.key",
            wanted=wanted,
        )
        words = dict(rows.iter_rows())
        return {place: coded(words[one]) for place, one in zip(places, wanted, strict=True)}
