"""The ledger: append-only, chained, whole after a crash, and loud when somebody altered it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assets.archive import ledger as ledger_module
from assets.archive.ledger import Ledger
from assets.errors import HomeUnusable


def filled(folder: Path, rows: int = 5) -> Ledger:
    ledger = Ledger(folder)
    ledger.append(
        "observation", [{"n": n, "text": "§ é 中"} for n in range(rows)], run_id="r1", origin="test"
    )
    return ledger


def test_numbers_count_from_one_without_gaps_over_several_processes(tmp_path: Path) -> None:
    filled(tmp_path)
    Ledger(tmp_path).append("observation", [{"n": 5}], run_id="r2", origin="test")
    records = list(Ledger(tmp_path).read())
    assert [r.chain_no for r in records] == [1, 2, 3, 4, 5, 6]
    assert [r.data["n"] for r in records] == [0, 1, 2, 3, 4, 5]
    assert list(Ledger(tmp_path).verify()) == []


def test_reading_goes_on_after_a_number(tmp_path: Path) -> None:
    assert [r.chain_no for r in filled(tmp_path).read(after=3)] == [4, 5]


@pytest.mark.parametrize(
    "old, new", [("§ é 中", "§ é 史"), ('"n":2', '"n":7'), ('"run_id":"r1"', '"run_id":"r9"')]
)
def test_an_altered_line_breaks_the_chain(tmp_path: Path, old: str, new: str) -> None:
    filled(tmp_path)
    segment = next(tmp_path.glob("*.jsonl"))
    lines = segment.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace(old, new)
    segment.write_text("".join(lines), encoding="utf-8")
    assert list(Ledger(tmp_path).verify()) == [
        "ledger: number 3 was altered: its content does not have its hash."
    ]


def test_a_dropped_line_breaks_the_chain(tmp_path: Path) -> None:
    filled(tmp_path)
    segment = next(tmp_path.glob("*.jsonl"))
    lines = segment.read_text(encoding="utf-8").splitlines(keepends=True)
    segment.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    assert len(list(Ledger(tmp_path).verify())) == 2


def test_a_line_that_was_being_written_when_the_process_died_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path)
    segment = next(tmp_path.glob("*.jsonl"))
    with segment.open("ab") as file:
        file.write(b'{"chain_no":6,"data":{"n":')
    ledger = Ledger(tmp_path)
    assert ledger.repaired is not None and ledger.head[0] == 5
    assert segment.with_suffix(".torn").read_bytes() == b'{"chain_no":6,"data":{"n":'
    ledger.append("observation", [{"n": 5}], run_id="r2", origin="test")
    assert list(ledger.verify()) == [] and ledger.head[0] == 6


def test_who_reads_without_the_lock_leaves_the_line_that_a_run_is_writing_and_reads_those_before_it(
    tmp_path: Path,
) -> None:
    filled(tmp_path)
    segment = next(tmp_path.glob("*.jsonl"))
    with segment.open("ab") as file:
        file.write(b'{"chain_no":6,"data":{"n":')
    before = segment.read_bytes()
    ledger = Ledger(tmp_path, read_only=True)
    assert [record.chain_no for record in ledger.read()] == [1, 2, 3, 4, 5] and ledger.head[0] == 5
    assert segment.read_bytes() == before and not segment.with_suffix(".torn").exists()


def test_full_segments_are_sealed_and_the_chain_runs_through_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "SEGMENT_BYTES", 2000)
    ledger = Ledger(tmp_path)
    for n in range(40):
        ledger.append("observation", [{"n": n}], run_id="r", origin="test")
    assert len(list(tmp_path.glob("*.jsonl.zst"))) > 2
    assert [r.data["n"] for r in Ledger(tmp_path).read()] == list(range(40))
    assert [r.chain_no for r in Ledger(tmp_path).read(after=38)] == [39, 40]
    assert list(Ledger(tmp_path).verify()) == []


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = filled(tmp_path)
    before = next(tmp_path.glob("*.jsonl")).read_bytes()

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ledger_module.os, "fsync", no_space)
    with pytest.raises(HomeUnusable, match="disk is full"):
        ledger.append("observation", [{"n": 5}], run_id="r", origin="test")
    monkeypatch.undo()
    assert next(tmp_path.glob("*.jsonl")).read_bytes() == before
    assert ledger.append("observation", [{"n": 5}], run_id="r", origin="test") == 6
    assert list(ledger.verify()) == []


def test_each_line_is_plain_json_that_anyone_can_check(tmp_path: Path) -> None:
    filled(tmp_path, rows=1)
    line = json.loads(next(tmp_path.glob("*.jsonl")).read_text(encoding="utf-8"))
    assert set(line) == {"chain_no", "recorded_at", "run_id", "origin", "kind", "data", "previous", "hash"}
    assert line["previous"] == "0" * 64
