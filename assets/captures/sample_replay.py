"""Playing the embedded sample: its invented sites are served on this machine and looked at day by day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from assets.archive import Archive
from assets.archive.archive import OBSERVATION
from assets.captures.capture_import import ManifestRow, declared_page
from assets.captures.due import PageToLook
from assets.captures.fetching import FetchSettings
from assets.captures.observing import observe
from assets.captures.sample_server import played_sites
from assets.sources.in_force import SAMPLE, SAMPLE_FOLDER
from assets.sources.model import Platform
from assets.sources.registry import load_platforms
from assets.warehouse import Progress, silent

MANIFEST = SAMPLE_FOLDER / "manifest.jsonl"

# The sites are this machine's own: nobody has to be spared, and an outage is played once.
SETTINGS = FetchSettings(delay_seconds=0.0, per_host=4, tries=1)


def play_sample(archive: Archive, progress: Progress = silent) -> None:
    """Look at the invented sites on every day of the sample this archive has not seen yet.

    Each look is a real request to a server on 127.0.0.1 and is recorded under the day that is played.
    """
    platforms, _ = load_platforms(SAMPLE_FOLDER / "platforms")
    seen = {
        (record.data["url"], record.data["observed_at"])
        for record in archive.ledger.read()
        if record.kind == OBSERVATION
    }
    unseen = [row for row in sample_manifest() if (row.url, row.fetched_at.isoformat()) not in seen]
    missing = [list(rows) for _, rows in groupby(unseen, key=lambda row: row.fetched_at.date())]
    if not missing:
        return
    with played_sites(SAMPLE_FOLDER) as sites:
        for number, rows in enumerate(missing, start=1):
            sites.rows = {row.url: row for row in rows}
            pages = [_page(row, platforms) for row in rows]
            observe(archive, pages, SETTINGS, stand_ins=sites.stand_ins())
            progress("looking at the invented sites, day by day", number, len(missing))


def sample_manifest() -> list[ManifestRow]:
    """Return the looks of the sample, oldest first."""
    lines = MANIFEST.read_bytes().splitlines()
    rows = [msgspec.json.decode(line, type=ManifestRow) for line in lines if line.strip()]
    return sorted(rows, key=lambda row: row.fetched_at)


def _page(row: ManifestRow, platforms: Sequence[Platform]) -> PageToLook:
    platform = next(platform for platform in platforms if platform.name == row.service)
    declaration = platform.in_force(row.terms_type, row.fetched_at)
    assert declaration is not None, f"the sample declares no {row.terms_type} of {row.service}"
    source_id = declared_page(declaration, row.url, row.source_document)
    source = next(source for source in declaration.sources if source.source_id == source_id)
    return PageToLook(declaration, source, SAMPLE, observed_at=row.fetched_at)
