"""Pair real captures with the Markdown that Open Terms Archive recorded from them, for the benchmarks.

The corpus is the directory named by ``TERMSCAPE_CORPUS``: ``captures.jsonl``, ``captures.tar.xz`` (or
already unpacked: ``blobs/``), ``genai-dev-versions.bundle`` and ``declarations/``.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# The archive commits a version a moment after the page was fetched.
COMMIT_DELAY = timedelta(minutes=5)
# Pages of one combined document are fetched in one round; a manifest lists the newest of each.
SAME_ROUND = timedelta(days=2)
PAGE_SEPARATOR = "\n\n"


@dataclass(frozen=True)
class Page:
    """A captured page: its address, its bytes' name, and the ``Content-Type`` it was served with."""

    url: str
    sha256: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Pair:
    """The pages of a document at a time, the declaration then in force, and the Markdown recorded then."""

    service: str
    terms_type: str
    fetched_at: datetime
    pages: tuple[Page, ...]
    declaration: dict[str, Any]
    markdown: str

    @property
    def document(self) -> str:
        """Service and terms type, the name of the document."""
        return f"{self.service} / {self.terms_type}"


@contextlib.contextmanager
def corpus_pairs() -> Iterator[list[Pair]]:
    """Yield every pair of the corpus, oldest first within a document; exit where there is no corpus."""
    location = os.environ.get("TERMSCAPE_CORPUS")
    if not location or not Path(location, "captures.jsonl").exists():
        sys.exit("TERMSCAPE_CORPUS must name a directory with captures.jsonl, captures.tar.xz, a bundle, ...")
    corpus = Path(location)
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as directory:
        scratch = Path(directory)
        blobs = corpus if (corpus / "blobs").exists() else scratch
        if blobs is scratch:
            with tarfile.open(corpus / "captures.tar.xz") as archive:
                archive.extractall(scratch, filter="data")
        repository = scratch / "versions.git"
        bundle = corpus / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "--quiet", "--bare", bundle, repository], check=True)
        yield list(_pairs(corpus, blobs, repository))


def newest_of_each(pairs: list[Pair]) -> list[Pair]:
    """Return the newest pair of every document."""
    newest: dict[str, Pair] = {}
    for pair in pairs:
        if pair.document not in newest or pair.fetched_at >= newest[pair.document].fetched_at:
            newest[pair.document] = pair
    return list(newest.values())


def _pairs(corpus: Path, blobs: Path, repository: Path) -> Iterator[Pair]:
    lines = (corpus / "captures.jsonl").read_text().splitlines()
    documents: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in map(json.loads, lines):
        row["at"] = datetime.fromisoformat(row["fetched_at"])
        documents.setdefault((row["service"], row["terms_type"]), []).append(row)
    texts: dict[str, str] = {}
    for (service, terms_type), rows in documents.items():
        versions = _versions(repository, service, terms_type)
        for row in rows:
            declaration = _in_force(corpus, service, terms_type, row["at"])
            if declaration is None:
                continue
            entries = declaration.get("combine") or [declaration]
            group = _group(rows, row, entries)
            if not group:
                continue
            until = max(member["at"] for member in group) + COMMIT_DELAY
            commit = next((name for date, name in reversed(versions) if date <= until), None)
            if commit is None:
                continue
            if commit not in texts:
                texts[commit] = _git(repository, "show", f"{commit}:{service}/{terms_type}.md")
            pages = tuple(
                Page(
                    member["url"] or entry["fetch"],
                    member["sha256"],
                    member["content_type"],
                    (blobs / member["file"]).read_bytes(),
                )
                for member, entry in zip(group, entries, strict=True)
            )
            yield Pair(service, terms_type, row["at"], pages, declaration, texts[commit])


def _group(
    rows: list[dict[str, Any]], first: dict[str, Any], entries: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the captures of all pages of a document, in order, if ``first`` is of the first page."""
    if first["url"] and not _same_page(first["url"], entries[0]["fetch"]):
        return []
    group = [first]
    for entry in entries[1:]:
        near = [
            row
            for row in rows
            if _same_page(row["url"], entry["fetch"]) and abs(row["at"] - first["at"]) < SAME_ROUND
        ]
        if not near:
            return []
        group.append(min(near, key=lambda row: abs(row["at"] - first["at"])))
    return group


def _same_page(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _in_force(corpus: Path, service: str, terms_type: str, at: datetime) -> dict[str, Any] | None:
    history = corpus / "declarations" / f"{service}.history.json"
    past = json.loads(history.read_text()).get(terms_type, []) if history.exists() else []
    dated = [(datetime.fromisoformat(entry["validUntil"]), entry) for entry in past if "validUntil" in entry]
    ended = sorted((entry for entry in dated if at <= entry[0]), key=lambda entry: entry[0])
    if ended:
        return dict(ended[0][1])
    terms = json.loads((corpus / "declarations" / f"{service}.json").read_text())["terms"]
    return terms.get(terms_type)


def _versions(repository: Path, service: str, terms_type: str) -> list[tuple[datetime, str]]:
    log = _git(repository, "log", "--format=%H %at", "HEAD", "--", f"{service}/{terms_type}.md")
    rows = (line.split() for line in log.splitlines())
    return sorted((datetime.fromtimestamp(int(date), UTC), commit) for commit, date in rows)


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
