"""How long the site and the release of many platforms take, what they weigh, and how soon pages and search can be used.

``python -m tests.benchmarks site`` clones the six platforms of a sample home under new names until there are 350;
``python -m tests.benchmarks.site HOME [PLATFORMS]`` takes another home, and its platforms as they are if no number is
given. Where Chromium and Playwright are there, pages are opened from the folder, each five times; the median counts.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from assets.home import DEFAULT_SAMPLE, Home
from assets.releases.keeping import read_keeping
from assets.releases.making import make_release
from assets.site.publishing import PublishedSite, write_site
from orchestration.sql_files import sql_models

PLATFORMS = 350
TIMES = 5
CHROMIUM = Path("/usr/bin/chromium")

_BEGINS_WITH_PLATFORM = {
    *("platform_id", "document_id", "timeline_id", "version_id", "previous_version_id", "compared_with", "read_in"),
    *("first_version_id", "other_platform_id", "other_version_id", "current_version_id"),
}  # fmt: skip
_IDS = {
    *("provision_id", "related_provision_id", "quoted_provision_id", "other_provision_id", "example_provision_id"),
    *("answer_id", "observation_id", "change_id", "check_id", "claim_id", "event_id"),
}  # fmt: skip
_NAMES = {"platform", "other_platform"}


def main() -> None:
    """Measure the site of 350 platforms, made of the sample's."""
    home = Path(os.environ.get("TERMSCAPE_HOME") or DEFAULT_SAMPLE)
    if not Home(home).published_database.exists():
        sys.exit(
            f"needs a home of the sample: {home} has none. `make run` makes one; TERMSCAPE_HOME names another."
        )
    # a process of its own, so that the peak is its own
    subprocess.run([sys.executable, "-m", "tests.benchmarks.site", str(home), str(PLATFORMS)], check=True)


def measure(source: Home, platforms: int | None) -> None:
    """Build the site of a home, its platforms cloned to a number, and print what it took."""
    with tempfile.TemporaryDirectory(prefix="termscape-site-") as folder:
        home = Home(Path(folder) / "home")
        home.published.mkdir(parents=True)
        shutil.copyfile(source.published_database, home.published_database)
        home.published_database.chmod(0o644)
        if platforms:
            multiply(home.published_database, platforms)
        before = _cpu()
        made = write_site(home, Path(folder) / "site")
        cpu = _cpu() - before
        _told(made, cpu)
        _release(home)
        if CHROMIUM.exists() and find_spec("playwright"):
            in_browser(made.path)
        else:
            print(f"not opened in a browser: needs {CHROMIUM} and `make browser`")


def _release(home: Home) -> None:
    """Make a release of the same home and print what it took."""
    keys = {model.name: model.key for model in sql_models()}
    begun, before = time.monotonic(), _cpu()
    release = make_release(home, keys, (0, ""), read_keeping(home)).release
    rows = sum(table.rows for table in release.manifest.tables.values())
    print(
        f"release: {len(release.manifest.tables)} tables, {rows:,} rows, {release.bytes / 1e6:.0f} MB "
        f"in {time.monotonic() - begun:.0f} s ({_cpu() - before:.0f} s of CPU)"
    )


def multiply(database: Path, platforms: int) -> None:
    """Clone the platforms of a published database under new names, with all rows that are theirs, until there are so many."""
    with duckdb.connect(str(database)) as connection:
        tables = connection.execute(
            "SELECT schema_name, table_name, list(column_name ORDER BY column_index), list(data_type ORDER BY column_index) "
            "FROM duckdb_columns() WHERE (schema_name, table_name) IN (SELECT (schema_name, table_name) FROM duckdb_tables()) "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        known = connection.execute("SELECT count(*) FROM ledger.platforms").fetchone()
        copies = -(-platforms // known[0]) - 1 if known else 0
        for schema, table, columns, types in tables:
            if table.startswith("wording_") or not (set(columns) & (_BEGINS_WITH_PLATFORM | _IDS)):
                continue
            chosen = [_cloned(name, kind, table) for name, kind in zip(columns, types, strict=True)]
            connection.execute(
                f'INSERT INTO "{schema}"."{table}" SELECT {", ".join(chosen)} '
                f'FROM "{schema}"."{table}" AS t, range(1, {copies + 1}) AS c(n)'
            )
        connection.execute("CHECKPOINT")


def _cloned(name: str, kind: str, table: str) -> str:
    """Return the SQL of a column in the n-th copy."""
    if kind != "VARCHAR":
        return f't."{name}"'
    if name in _BEGINS_WITH_PLATFORM:
        return f"regexp_replace(t.\"{name}\", '^([^/@]+)', '\\1-' || c.n)"
    if name in _IDS:
        return f"t.\"{name}\" || 'x' || c.n"
    if name in _NAMES or (table == "platforms" and name == "name"):
        return f"t.\"{name}\" || ' ' || c.n"
    return f't."{name}"'


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _told(made: PublishedSite, cpu: float) -> None:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    built = made.built
    index = [file.stat().st_size for file in (made.path / "search" / "index").iterdir()]
    print(f"{built.by_kind['platform']} platforms, {built.by_kind['provision']:,} clauses with a page")
    print(f"{built.pages:,} pages, {built.bytes / 1e6:.0f} MB in {built.files:,} files")
    print(
        f"built in {made.seconds:.0f} s ({cpu:.0f} s of CPU), peak {own:.0f} MB and {largest:.0f} MB in a helper"
    )
    print(f"heaviest page: {built.heaviest[0]} {built.heaviest[1] / 1e3:.0f} kB")
    print(
        f"search index: {sum(index) / 1e6:.1f} MB in {len(index):,} files, the largest {max(index) / 1e3:.0f} kB"
    )


def in_browser(folder: Path) -> None:
    """Print how soon a page of each kind can be used, and how long a search takes from the first letter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        for kind, pattern in {
            "home": "index.html",
            "platforms": "platforms/index.html",
            "document (heaviest)": "documents/*/*/index.html",
            "provision": "provisions/*/index.html",
            "question": "questions/ai_training/index.html",
            "all questions": "questions/index.html",
            "changes": "changes/index.html",
            "topic": "topics/retention/index.html",
            "coverage": "coverage/index.html",
        }.items():
            file = max(folder.glob(pattern), key=lambda one: one.stat().st_size)
            times = [_usable(browser, file) for _ in range(TIMES)]
            print(
                f"{kind}: {file.stat().st_size / 1e3:.0f} kB, usable after {statistics.median(times):.0f} ms"
            )
        for typed in ("train models", "arbitration", "personal data", "retention days delete"):
            times = [_search(browser, folder, typed) for _ in range(TIMES)]
            print(f"search for {typed!r}: {statistics.median(times):.0f} ms, index and results loaded cold")
        browser.close()


def _usable(browser: Any, file: Path) -> float:
    """Milliseconds from the start of loading to the first idle moment after it: from then on input is answered."""
    page = browser.new_page()
    page.goto(file.as_uri(), wait_until="load")
    idle = page.evaluate("() => new Promise(done => requestIdleCallback(() => done(performance.now())))")
    page.close()
    return float(idle)


def _search(browser: Any, folder: Path, typed: str) -> float:
    page = browser.new_page()
    page.goto((folder / "search" / "index.html").as_uri(), wait_until="load")
    began = time.perf_counter()
    page.fill("#search-field", typed)
    page.press("#search-field", "Enter")
    page.wait_for_function("typed => document.getElementById('results').dataset.asked === typed", arg=typed)
    taken = 1000 * (time.perf_counter() - began)
    page.close()
    return taken


if __name__ == "__main__":
    measure(Home(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
