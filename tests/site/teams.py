"""A home whose people use one of the hostile platforms and dismissed a change of it, with both editions of its site."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from assets.archive import Archive
from assets.home import Home
from assets.notices.internal import update_internal
from assets.notices.reviews import COLUMNS
from assets.site.publishing import publish_site, write_site
from assets.warehouse import read_frame

NOTE = '<script>alert("note")</script>'
SECRETS = (
    "Ada Lovejoy",
    "C-17/2024",
    "renewal in May",
    "agreed by phone",
    'alert("note")',
    "alert(&#34;note",
)
VENDORS = f"""
vendors:
  - platform: quell
    owner: Ada Lovejoy
    contract: C-17/2024
    criticality: high
    note: 'renewal in May {NOTE}'
"""


def team_home(folder: Path, hostile: Home) -> Home:
    """Return the home in a folder, made if it is not there."""
    home = Home(folder)
    made = home.path / "made"
    if made.exists():
        return home
    home.claim("live")
    home.published.mkdir()
    shutil.copyfile(hostile.published_database, home.published_database)
    (home.path / "vendors.yaml").write_text(VENDORS, encoding="utf-8")
    [version] = read_frame(home, "SELECT version_id FROM changes WHERE platform_id = 'quell'").rows()
    with (home.path / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [COLUMNS, (*version, "dismissed", f"agreed by phone {NOTE}", "Ada Lovejoy", "2026-01-02")]
        )
    assert update_internal(home, Archive(home)) == []
    write_site(home, home.path / "site-of-vendors", for_team=True)
    publish_site(home)
    made.touch()
    return home
