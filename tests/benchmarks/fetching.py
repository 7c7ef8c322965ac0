"""The newest captures of the corpus served on loopback, one host a service, and fetched by the real command."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dagster as dg
import yaml

from assets.names import slug
from tests.benchmarks.corpus import corpus_folder, unpacked_captures
from tests.benchmarks.pipeline import COMMAND, measure

# What is put into the middle of a page that changes: a rule nobody would take for noise.
NEW_RULE = b"<p>We may sell personal information to our advertising partners from now on.</p>"
CHANGED_SHARE = 0.05
POLITENESS = {
    "politeness off": "delay_seconds: 0\nper_host: 8\n",
    "politeness on (1 s between questions to a host)": "",
}


def newest(captures: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return the newest capture of each page: by service, terms type and URL."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for line in (captures / "captures.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = (row["service"], row["terms_type"], _place(row["url"]))
        if key not in found or found[key]["fetched_at"] < row["fetched_at"]:
            found[key] = row
    return found


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def point_to_loopback(
    declarations: Path, target: Path, rows: dict[tuple[str, str, str], dict[str, Any]], port: int
) -> dict[str, dict[str, Any]]:
    """Write the declarations with loopback addresses; return what each address and path serves."""
    target.mkdir(parents=True)
    pages: dict[str, dict[str, Any]] = {}
    files = [path for path in sorted(declarations.glob("*.json")) if ".history." not in path.name]
    for number, path in enumerate(files, start=1):
        address = f"127.0.1.{number}"
        content = json.loads(path.read_text(encoding="utf-8"))
        service = path.stem
        for terms_type, terms in content["terms"].items():
            for part in [terms, *(terms.get("combine") or [])]:
                if not isinstance(part, dict) or "fetch" not in part:
                    continue
                # two declared addresses may differ in their host alone
                place = f"{address}/{len(pages)}{urlsplit(part['fetch']).path or '/'}"
                row = rows.get((service, terms_type, _place(part["fetch"])))
                if row is None:
                    print(f"no capture of {service} {terms_type} {part['fetch']}: served as 404")
                pages[place] = row or {}
                part["fetch"] = f"http://{place.replace('/', f':{port}/', 1)}"
        (target / path.name).write_text(json.dumps(content), encoding="utf-8")
        served = [row for place, row in pages.items() if row and place.startswith(f"{address}/")]
        pages |= _no_longer_declared(service, rows, served, target, address, port)
    return {place: row for place, row in pages.items() if row}


def _no_longer_declared(
    service: str,
    rows: dict[tuple[str, str, str], dict[str, Any]],
    served: list[dict[str, Any]],
    target: Path,
    address: str,
    port: int,
) -> dict[str, dict[str, Any]]:
    """Declare a service's captures that no declaration names any more, without selectors, as a platform of their own."""
    pages, documents = {}, {}
    for (owner, terms_type, _), row in rows.items():
        if owner == service and row not in served:
            place = f"{address}/earlier/{terms_type.lower().replace(' ', '-')}"
            pages[place] = row
            documents[terms_type] = f"http://{place.replace('/', f':{port}/', 1)}"
    if documents:
        content = {"name": f"{service} earlier", "documents": documents}
        (target / f"{slug(service)}-earlier.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return pages


@contextmanager
def server(
    scratch: Path,
    captures: Path,
    pages: dict[str, dict[str, Any]],
    port: int,
    *,
    etags: bool = True,
    changed: bool = False,
) -> Iterator[None]:
    """Serve the pages; every twentieth one with a new rule if ``changed``."""
    every = round(1 / CHANGED_SHARE)
    described = {}
    for number, (place, row) in enumerate(sorted(pages.items())):
        file = captures / row["file"]
        if changed and number % every == 0:
            file = _with_new_rule(file, scratch)
        tag = f'"{file.stem[:16]}"' if etags else None
        described[place] = {"file": str(file), "content_type": row["content_type"], "etag": tag}
    config = scratch / "pages.json"
    config.write_text(json.dumps(described))
    command = [sys.executable, "-m", "tests.benchmarks.page_server", str(port), str(config)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        yield
    finally:
        process.communicate()


def _with_new_rule(file: Path, scratch: Path) -> Path:
    """Write a page with a new rule behind the middle one of its paragraphs; return the file."""
    body = file.read_bytes()
    ends = [found.end() for found in re.finditer(rb"</p\s*>", body)] or [len(body)]
    place = ends[len(ends) // 2]
    changed = scratch / f"new-{file.name}"
    changed.write_bytes(body[:place] + NEW_RULE + body[place:])
    return changed


def _steps(home: Path) -> tuple[float, float, float]:
    """Return the newest run's seconds in looking, in all steps, and outside of them."""
    os.environ["DAGSTER_HOME"] = str(home / "dagster")
    with dg.DagsterInstance.get() as instance:
        run = instance.get_run_records(limit=1)[0]
        steps = {
            s.step_key: (s.end_time or 0) - (s.start_time or 0)
            for s in instance.get_run_step_stats(run.dagster_run.run_id)
        }
        inside = sum(steps.values())
        return steps["captures"], inside, (run.end_time or 0) - (run.start_time or 0) - inside


def _query(home: Path, sql: str) -> list[dict[str, Any]]:
    command = [str(COMMAND), "sql", sql, "--home", str(home), "--json"]
    rows: list[dict[str, Any]] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
    return rows


_LAST_ROUND = """
SELECT o.outcome, coalesce(o.reason, '') AS reason, o.document_id
FROM observations AS o JOIN ledger.observations AS l USING (observation_id)
WHERE l.run_id = (SELECT arg_max(run_id, started_at) FROM rounds)
"""


def main() -> None:
    """Print a row a round, and what became of every page of the first."""
    corpus = corpus_folder()
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as folder, unpacked_captures() as captures:
        scratch = Path(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        rows = newest(captures)
        declared = scratch / "platforms"
        pages = point_to_loopback(corpus / "declarations", declared, rows, port)
        print(
            f"{len(rows)} newest captures; {len(pages)} pages served on {len({place.split('/')[0] for place in pages})} hosts"
        )
        print(
            f"{'':52}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'looking':>9}{'in steps':>10}{'outside':>9}  outcomes"
        )
        for manners, settings in POLITENESS.items():
            home = scratch / manners.split(" (")[0].replace(" ", "-")
            home.mkdir()
            shutil.copytree(declared, home / "platforms")
            (home / "watch.yaml").write_text("platforms: own\n")
            (home / "fetching.yaml").write_text(
                settings + "contact: bench@lumora.example\nallow_addresses: 127.0.0.0/8\n"
            )
            rounds: list[tuple[str, dict[str, bool]]] = [("first run", {})]
            if manners == "politeness off":
                rounds += [
                    ("no change, ETags", {}),
                    ("no change, no ETags", {"etags": False}),
                    ("5% of the pages changed, ETags", {"changed": True}),
                    ("the same again", {"changed": True}),
                ]
            for name, serving in rounds:
                with server(scratch, captures, pages, port, **serving):
                    took = measure(home, "run", "--live", "--now")
                looking, inside, outside = _steps(home)
                looks = _query(home, _LAST_ROUND)
                outcomes = ", ".join(
                    f"{n} {o}" for o, n in Counter(r["outcome"] for r in looks).most_common()
                )
                print(
                    f"{manners + ': ' + name:52.52}{took.wall:8.1f}{took.cpu:8.1f}{took.peak_megabytes:9.0f}"
                    f"{looking:9.1f}{inside:10.1f}{outside:9.1f}  {outcomes}",
                    flush=True,
                )
                if name == "first run" and manners == "politeness off":
                    failed = [r for r in looks if r["outcome"] != "changed"]
                    assert not [r for r in failed if not r["reason"]], "a page ended without a reason"
                    for row in failed:
                        print(f"    {row['document_id']}: {row['outcome']}: {row['reason'][:150]}")


if __name__ == "__main__":
    main()
