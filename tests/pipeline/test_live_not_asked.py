"""What a live home does not ask for: by robots.txt, by address, by its watch list, or for mistakes in its settings."""

from __future__ import annotations

import json
from pathlib import Path

import watched
from fixtures.running import Termscape
from sites import Page, Site
from watched import (
    outcomes,
    round_of,
    rows,
)

from assets.home import Home

site, live = watched.site, watched.live


def test_robots_txt_is_heeded_unless_the_declaration_says_why_not(live: Home, site: Site) -> None:
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nDisallow: /terms\n", headers={"Content-Type": "text/plain"}
    )
    round_of(live)
    assert outcomes(live)["/terms"] == "refused_by_robots"
    assert "/terms" not in site.paths_asked()
    text = (live.platforms / "lumora.yaml").read_text()
    (live.platforms / "lumora.yaml").write_text(
        text.replace(
            "privateAddress: true", "privateAddress: true, ignoreRobots: allowed in writing on 2026-05-01"
        )
    )
    round_of(live)  # declared otherwise than at the last look: due at once
    assert outcomes(live)["/terms"] == "changed"


def test_a_private_address_that_nobody_allowed_is_refused_with_the_way_to_allow_it(
    live: Home, site: Site
) -> None:
    text = (live.platforms / "lumora.yaml").read_text()
    (live.platforms / "lumora.yaml").write_text(text.replace("defaults: {privateAddress: true}\n", ""))
    round_of(live)
    assert set(outcomes(live).values()) == {"refused_address"}
    assert site.paths_asked() == []
    reasons = [reason for (reason,) in rows(live, "SELECT reason FROM observations")]
    assert any("loopback address" in reason and "privateAddress: true" in reason for reason in reasons)


def test_mistakes_in_a_homes_settings_are_told_before_anything_runs(
    live: Home, site: Site, termscape: Termscape
) -> None:
    (live.path / "watch.yaml").write_text("platforms:\n- Lumora\n- Lumra\n")
    (live.path / "fetching.yaml").write_text("tries: 2\ndelay_secnds: 3\n")
    for command in (("run",), ("run", "--offline"), ("status",), ("schedule", "on"), ("rebuild",)):
        finished = termscape(*command, "--home", live.path)
        assert (finished.returncode, finished.stdout) == (2, ""), command
        assert "watch.yaml:3: " in finished.stderr and "fetching.yaml:2: " in finished.stderr
        assert "Traceback" not in finished.stderr
    checked = termscape("sources", "check", "--home", live.path, "--json")
    assert checked.returncode == 2
    assert [(Path(problem["file"]).name, problem["line"]) for problem in json.loads(checked.stdout)] == [
        ("watch.yaml", 3),
        ("fetching.yaml", 2),
    ]
    assert site.asked == [] and not live.archive.exists()


def test_a_platform_the_watch_list_leaves_out_is_not_looked_at_and_the_run_says_why(
    live: Home, site: Site, termscape: Termscape
) -> None:
    shipped = termscape("run", "--platform", "Midjourney", "--home", live.path)
    assert shipped.returncode == 3
    assert "Midjourney is declared" in shipped.stderr and "watch.yaml leaves it out" in shipped.stderr
    (live.platforms / "tarnfold.yaml").write_text(
        f"name: Tarnfold\ndocuments:\n  Terms of Service: {{fetch: '{site.url}/terms', privateAddress: true}}\n"
    )
    (live.path / "watch.yaml").write_text("platforms: [Tarnfold]\n")
    own = termscape("run", "--platform", "lumora", "--home", live.path)
    assert own.returncode == 3 and "Lumora is declared (lumora.yaml)" in own.stderr
    assert site.asked == []
    assert termscape("run", "--platform", "Tarnfold", "--home", live.path).returncode == 0
    assert site.paths_asked() == ["/terms"]
