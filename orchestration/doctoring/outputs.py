"""What is made of the published file: the latest release, whole or not, and the site, of this edition or an older one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from assets.errors import InputError, TermscapeError
from assets.releases.shelf import Shelf
from assets.releases.verifying import check_release
from assets.site.base_url import base_url_asked
from assets.site.feeds import published_feeds
from assets.site.publishing import ABOUT, LINK, edition_of
from assets.warehouse import open_published
from orchestration.display import counted
from orchestration.doctoring.findings import Finding, Patient, ago, broken, look, ok

SHOWN = 3


def examine_outputs(patient: Patient) -> Iterator[Finding]:
    """Yield how the releases and the site are, where something is published; a run may be making them."""
    if patient.kind is None or patient.busy or not patient.home.published_database.exists():
        return
    yield _releases(patient)
    yield _site(patient)


def _releases(patient: Patient) -> Finding:
    try:
        kept = Shelf(patient.home).kept()
        folder = kept[-1].folder if kept else None
        if folder is None:
            return look("release", "none was made yet", "termscape run --offline makes one")
        checked = None if patient.quick else check_release(folder, quick=True)
    except TermscapeError as error:
        return broken("release", str(error))
    said = f"{counted(len(kept), 'release')}, the latest {kept[-1].release_id}"
    if checked is None:
        return ok("release", f"{said} (its files were not read again: leave out --quick)")
    if not checked.findings:
        return ok("release", f"{said}: every file has its hash")
    wrong = "; ".join(f"{one.file}: {one.problem}" for one in checked.findings[:SHOWN])
    return broken("release", f"{said}: {len(checked.findings)} wrong, {wrong}", "termscape verify says all")


def _site(patient: Patient) -> Finding:
    about = patient.home.published / LINK / ABOUT
    try:
        told = json.loads(about.read_text(encoding="utf-8"))
        pages, edition, made = told["pages"], told["edition"], about.stat().st_mtime
    except FileNotFoundError:
        return ok("site", "none was made: termscape site makes one")
    except (OSError, ValueError, KeyError) as error:
        return broken("site", f"{about} cannot be read ({error})", "termscape site --again")
    said = f"{counted(pages, 'page')}, made {ago(datetime.fromtimestamp(made, UTC), patient.now)}"
    if patient.quick:
        return ok("site", said)
    try:
        base_url = base_url_asked()
    except InputError:  # a finding of the environment
        return ok("site", said)
    with open_published(patient.home) as connection:
        present = edition_of(connection, base_url, published_feeds(patient.home))
    if present != edition:
        return look("site", f"{said}; it shows another edition than is published now", "termscape site")
    return ok("site", f"{said}, of what is published now")
