"""TERMSCAPE_LEAVE_OUT: what a run need not make after it published."""

from __future__ import annotations

import pytest

from assets.errors import InputError
from orchestration.leaving_out import VARIABLE, left_out


def test_outputs_that_are_named_are_left_out_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert not left_out("site")
    monkeypatch.setenv(VARIABLE, "site, feeds")
    assert left_out("site")
    assert left_out("feeds")
    assert not left_out("release")


def test_a_word_that_is_no_output_is_refused_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "sight")
    with pytest.raises(
        InputError, match=r"sight is no output of a run\. Expected any of: release, site, feeds"
    ):
        left_out("site")
