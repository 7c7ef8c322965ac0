"""A live home that watches one invented platform on loopback, and rounds over it: what tests of live homes share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from invented import PRIVACY, TERMS
from sites import Page, Site, html
from stages import look, work_through

from assets.captures import rounds
from assets.captures.rounds import Round
from assets.home import Home
from assets.releases.publication import publish
from assets.warehouse import Warehouse

PRIVACY_LINES = list(PRIVACY.values())

ANNEX = ["For people in Sylvania this annex holds beside the policy.", *PRIVACY_LINES[4:7]]

TERMS_LINES = list(TERMS.values())

SETTINGS = """
contact: archive@lumora.example
delay_seconds: 0
backoff_seconds: 0.05
tries: 2
"""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.pages["/privacy"] = Page(html("Privacy Policy", PRIVACY_LINES))
    site.pages["/privacy/annex"] = Page(html("Privacy Policy, annex", ANNEX))
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES))
    yield site
    site.close()


@pytest.fixture
def live(home: Home, site: Site) -> Home:
    """A home that watches Lumora, on loopback, and nobody else."""
    home.claim("live")
    home.platforms.mkdir()
    (home.path / "watch.yaml").write_text("platforms: own\n")
    (home.path / "fetching.yaml").write_text(SETTINGS)
    declare(home, site)
    return home


def declare(home: Home, site: Site, more: str = "") -> None:
    (home.platforms / "lumora.yaml").write_text(
        f"""name: Lumora
defaults: {{privateAddress: true}}
documents:
  Terms of Service: {site.url}/terms
  Privacy Policy:
    combine:
      - {site.url}/privacy
      - {site.url}/privacy/annex
{more}"""
    )


_numbers = count(1)


def round_of(home: Home, *, now: bool = False) -> Round | None:
    """A round as a run makes it, up to the answers; ``None``: nothing was due."""
    run_id = f"round-{next(_numbers)}"
    look(home, run_id, everything=now)
    work_through(home)
    warehouse = Warehouse(home)
    try:
        return rounds.round_of(warehouse, run_id)
    finally:
        warehouse.close()


def publish_round(home: Home) -> None:
    """A round over everything, and what it made published, so that commands see it."""
    round_of(home, now=True)
    warehouse = Warehouse(home)
    try:
        publish(warehouse, {})
    finally:
        warehouse.close()


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    warehouse = Warehouse(home)
    try:
        return warehouse.frame(query).rows()
    finally:
        warehouse.close()


def outcomes(home: Home) -> dict[str, str]:
    """What came of the last look at each page, by the path asked for."""
    found = rows(home, "SELECT url, max_by(outcome, observed_at) FROM observations GROUP BY url")
    return {"/" + url.split("/", 3)[3]: outcome for url, outcome in found}


def published(home: Home) -> int:
    return int(rows(home, "SELECT count(*) FROM versions")[0][0])
