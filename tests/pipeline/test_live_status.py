"""The status of a live home: what fails, whether it is tried again, and what is not watched any more."""

from __future__ import annotations

import watched
from fixtures.running import Termscape
from sites import Page, Site
from watched import (
    declare,
    publish_round,
)

from assets.home import Home

site, live = watched.site, watched.live


def test_status_says_truly_whether_what_failed_is_tried_again_by_itself(
    live: Home, site: Site, termscape: Termscape
) -> None:
    publish_round(live)
    nothing = termscape("status", "--failing", "--home", live.path)
    assert nothing.returncode == 0 and nothing.stdout.startswith("Nothing fails: ")
    site.pages["/terms"] = Page(reset=True)
    publish_round(live)
    off = termscape("status", "--home", live.path).stdout
    assert "`termscape run` tries them again after " in off and "by themselves" not in off
    assert termscape("schedule", "on", "--home", live.path).returncode == 0
    on = termscape("status", "--home", live.path).stdout
    assert "tried again by themselves while `termscape ui` runs, next at " in on


def test_what_is_no_longer_watched_neither_fails_nor_is_due(
    live: Home, site: Site, termscape: Termscape
) -> None:
    site.pages["/terms"] = Page(reset=True)
    publish_round(live)
    assert "1 document of 1 platform could not be observed" in termscape("status", "--home", live.path).stdout
    (live.platforms / "tarnfold.yaml").write_text(
        f"name: Tarnfold\ndocuments:\n  Terms of Service: {{fetch: '{site.url}/privacy', privateAddress: true}}\n"
    )
    (live.path / "watch.yaml").write_text("platforms: [Tarnfold]\n")
    shown = termscape("status", "--home", live.path).stdout
    assert "could not be observed" not in shown and "next due" not in shown


def test_many_documents_that_fail_alike_are_one_line_of_the_status(
    live: Home, site: Site, termscape: Termscape
) -> None:
    types = ("Trackers Policy", "Community Guidelines", "Acceptable Use Policy", "Copyright Claims Policy")
    declare(live, site, "".join(f"  {each}: {site.url}/{number}\n" for number, each in enumerate(types)))
    site.down = True
    publish_round(live)
    shown = termscape("status", "--home", live.path).stdout
    assert "6 documents of Lumora: a network error: " in shown
    assert not any(line.startswith("Lumora\t") for line in shown.splitlines())
    rows = termscape("status", "--failing", "--home", live.path).stdout.splitlines()
    assert sum(line.startswith("Lumora\t") for line in rows) == 6
