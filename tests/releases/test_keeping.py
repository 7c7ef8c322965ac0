"""Which old releases stay: the newest, and one a month; a setting that cannot be read is named with its line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from little_home import LEDGER_HEAD

from assets.errors import InputError
from assets.home import Home
from assets.releases.keeping import Keeping, not_kept, read_keeping
from assets.releases.manifest import FORMAT, ChainHead, Manifest
from assets.releases.shelf import Release
from orchestration.settings import refuse_mistakes

DAYS = ("2026-01-05", "2026-01-20", "2026-02-01", "2026-02-09", "2026-02-28", "2026-03-03", "2026-03-04")


def releases(days: Sequence[str]) -> list[Release]:
    return [
        Release(
            Manifest(
                **{"format": FORMAT, "release_id": day, "number": number, "newest_look": f"{day}T00:00:00Z"},
                **{"content_sha256": "", "holds": "live", "made_by": {}, "schema": {}, "rules": {}},
                **{"accuracy": [], "archive": ChainHead(*LEDGER_HEAD), "previous": None, "not_promised": []},
                **{"tables": {}, "files": []},
            ),
            "",
            Path(day),
        )
        for number, day in enumerate(days, start=1)
    ]


@pytest.mark.parametrize(
    "keeping, kept",
    [
        (Keeping(), DAYS),
        (Keeping(keep_last=1, keep_monthly=0), ["2026-03-04"]),
        (Keeping(keep_last=2, keep_monthly=2), ["2026-02-01", "2026-03-03", "2026-03-04"]),
        (Keeping(keep_last=1, keep_monthly=24), ["2026-01-05", "2026-02-01", "2026-03-03", "2026-03-04"]),
    ],
)
def test_the_newest_stay_and_the_first_of_each_month(keeping: Keeping, kept: Sequence[str]) -> None:
    gone = {release.release_id for release in not_kept(releases(DAYS), keeping)}
    assert [day for day in DAYS if day not in gone] == list(kept)


def test_a_home_without_the_file_keeps_ten_and_one_a_month(home: Home) -> None:
    assert read_keeping(home) == Keeping(10, 24)


def test_the_file_may_say_one_of_both(home: Home) -> None:
    home.path.mkdir()
    (home.path / "releases.yaml").write_text("keep_last: 3\n")
    assert read_keeping(home) == Keeping(3, 24)


def test_all_mistakes_of_the_file_are_named_at_once(home: Home) -> None:
    home.path.mkdir()
    (home.path / "releases.yaml").write_text("keep_last: many\nkeep_weekly: 3\n")
    with pytest.raises(InputError) as caught:
        read_keeping(home)
    first, second = str(caught.value).splitlines()
    assert "releases.yaml:1: keep_last is a whole number" in first
    assert "releases.yaml:2: 'keep_weekly' means nothing here" in second


@pytest.mark.parametrize(
    "text, said",
    [
        (
            "keep_last: 3\nkeep_weekly: 2\n",
            r"releases\.yaml:2: 'keep_weekly' means nothing here; expected keep_last or",
        ),
        ("keep_last: 0\n", r"releases\.yaml:1: keep_last is a whole number, 1 or more; found the text '0'"),
        ("keep_last: many\n", r"releases\.yaml:1: keep_last is a whole number"),
        ("keep_last: 1\nkeep_last: 2\n", r"releases\.yaml:2: keep_last is there twice"),
        ("- 3\n", r"releases\.yaml:1: keep_last: and keep_monthly: were expected, not a list"),
        ("keep_last: [\n", r"releases\.yaml:\d: this is not YAML"),
    ],
)
def test_a_mistake_in_the_file_is_refused_before_a_run_with_its_line(
    home: Home, text: str, said: str
) -> None:
    home.claim("sample")
    (home.path / "releases.yaml").write_text(text)
    with pytest.raises(InputError, match=said):
        read_keeping(home)
    with pytest.raises(InputError, match=said):
        refuse_mistakes(home)
