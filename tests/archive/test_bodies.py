"""The bodies: kept once, read back exactly, compressed against each other, safe from crashes and alterations."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.archive.bodies import BodyStore
from assets.errors import ArchiveDamaged


def page(seed: int, edits: int = 0) -> bytes:
    words = random.Random(seed).choices([f"word{i}" for i in range(4000)], k=6000)
    for edit in range(edits):
        words[edit * 37 % len(words)] = f"edit{edit}"
    return " ".join(words).encode()


def test_a_body_is_read_back_byte_for_byte_also_by_a_later_process(tmp_path: Path) -> None:
    sha256 = BodyStore(tmp_path).put("lumora", b"We may share data.\r\n\x00\xff")
    assert sha256 == hashlib.sha256(b"We may share data.\r\n\x00\xff").hexdigest()
    assert BodyStore(tmp_path).get(sha256) == b"We may share data.\r\n\x00\xff"


def test_the_same_body_is_kept_once(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    first = store.put_many([("lumora", b"same"), ("lumora", b"same"), ("other", b"same")])
    size = store.size()
    assert store.put("lumora", b"same") == first[0] == first[2]
    assert (len(store), store.size()) == (1, size)


def test_captures_of_one_page_cost_little_more_than_one(tmp_path: Path) -> None:
    one, many = BodyStore(tmp_path / "one"), BodyStore(tmp_path / "many")
    one.put("lumora", page(1))
    many.put_many(("lumora", page(1, edits)) for edits in range(50))
    assert many.size() < 2 * one.size()


def test_compaction_merges_packs_and_loses_nothing(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    hashes = [store.put("lumora", page(1, edits)) for edits in range(12)]
    before = store.size()
    while store.compact():
        pass
    assert store.size() < before / 4
    again = BodyStore(tmp_path)
    assert [hashlib.sha256(again.get(sha256)).hexdigest() for sha256 in hashes] == hashes
    assert list(again.verify()) == []


def test_what_a_killed_process_left_half_written_does_not_exist(tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    kept = store.put("lumora", b"kept")
    (next(tmp_path.glob("*/*.pack")).parent / "0123.999.tmp").write_bytes(b"TSPACK1\nhalf a pa")
    assert len(BodyStore(tmp_path)) == 1
    assert BodyStore(tmp_path).get(kept) == b"kept"


def test_an_altered_body_is_noticed_when_read_and_when_verified(tmp_path: Path) -> None:
    sha256 = BodyStore(tmp_path).put("lumora", page(3))
    pack = next(tmp_path.glob("*/*.pack"))
    content = bytearray(pack.read_bytes())
    content[40] ^= 0x55
    pack.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match="altered"):
        BodyStore(tmp_path).get(sha256)
    assert any("altered" in problem for problem in BodyStore(tmp_path).verify())


def test_a_missing_body_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged, match=r"no body 00ff.*backup"):
        BodyStore(tmp_path).get("00ff")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", "Ünï code/.."]), st.binary(max_size=300)), max_size=12))
def test_whatever_is_put_comes_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[tuple[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("bodies")
    hashes = BodyStore(folder).put_many(bodies)
    assert dict(BodyStore(folder).get_many(hashes)) == {hashlib.sha256(b).hexdigest(): b for _, b in bodies}
