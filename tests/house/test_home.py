"""A home: one kind, one run at a time, and clear words when it cannot be used."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.errors import HomeBusy, HomeUnusable
from assets.home import Home

HOLD = """
import sys
from assets.home import Home
with Home(sys.argv[1]).locked("another run"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_home_refuses_the_other_kind_and_says_where_to_go(home: Home) -> None:
    home.claim("sample")
    home.claim("sample")
    with pytest.raises(HomeUnusable, match=r"holds the invented sample platforms.*--home"):
        home.claim("live")
    assert home.kind == "sample"


def test_a_second_process_is_told_who_holds_the_home_and_the_lock_dies_with_its_holder(home: Home) -> None:
    home.claim("live")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    with pytest.raises(HomeBusy, match=rf"another run, process {holder.pid}"), home.locked("second"):
        pass
    holder.kill()
    holder.wait()
    with home.locked("third"):
        pass


def test_the_lock_may_be_taken_again_by_who_holds_it(home: Home) -> None:
    with home.locked("outer"), home.locked("inner"):
        pass
    with home.locked("afterwards"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_refused_with_a_way_out(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(HomeUnusable, match="may not write"):
        Home(tmp_path / "home").claim("live")


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "read-only"), (errno.ENOSPC, "the disk is full")]
)
def test_whether_a_home_can_be_written_is_found_by_writing_and_nothing_stays_of_it(
    home: Home, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    home.claim("live")
    before = sorted(home.path.iterdir())
    home.check_writable()

    def refused(path: Path, content: bytes) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(HomeUnusable, match=words):
        home.check_writable()
    assert sorted(home.path.iterdir()) == before


def test_a_lock_that_cannot_be_written_for_want_of_room_is_free_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.claim("live")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        with pytest.raises(HomeUnusable, match="the disk is full"), home.locked("first"):
            pass
    assert home.user() == ""
    with home.locked("second"):
        assert home.user().startswith("second, process")


def test_a_home_below_a_file_is_refused_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeUnusable, match="is a file"):
        Home(tmp_path / "file" / "home").claim("live")


def test_a_damaged_marker_is_named(home: Home) -> None:
    home.path.mkdir()
    (home.path / "home.json").write_text("{}")
    with pytest.raises(HomeUnusable, match=r"home\.json is not a home's marker"):
        _ = home.kind
