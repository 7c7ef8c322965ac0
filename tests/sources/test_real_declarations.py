"""The real declarations of a collection of Open Terms Archive, all 30 files of 22 services."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from assets.sources import find_platform, load_platforms

CORPUS = os.environ.get("TERMSCAPE_CORPUS", "")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS, reason="TERMSCAPE_CORPUS does not name the directory of the real corpus"),
]


@pytest.fixture(scope="module")
def loaded():
    """Return the platforms of the corpus and the problems found."""
    return load_platforms(Path(CORPUS) / "declarations")


def test_all_declarations_and_histories_are_read_without_a_problem(loaded):
    platforms, problems = loaded
    assert problems == []
    assert len(platforms) == 22


def test_no_declared_document_and_no_past_declaration_is_lost(loaded):
    platforms, _ = loaded
    directory = Path(CORPUS) / "declarations"
    for path in directory.glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        platform = find_platform(platforms, path.name.removesuffix(".json").removesuffix(".history"))
        if path.name.endswith(".history.json"):
            for terms_type, entries in content.items():
                past = [d for d in platform.declarations if d.terms_type == terms_type and d.valid_until]
                assert len(past) == len(entries)
        else:
            assert {d.terms_type for d in platform.declarations if not d.valid_until} == set(content["terms"])


def test_every_capture_belongs_to_a_page_declared_at_its_time(loaded):
    platforms, _ = loaded
    unmatched = []
    with (Path(CORPUS) / "captures.jsonl").open(encoding="utf-8") as manifest:
        for row in map(json.loads, manifest):
            platform = find_platform(platforms, row["service"])
            declaration = platform.in_force(row["terms_type"], datetime.fromisoformat(row["fetched_at"]))
            if not row["source_document"] or declaration is None:
                continue
            if row["source_document"] not in {page.source_id for page in declaration.sources}:
                unmatched.append((row["service"], row["terms_type"], row["source_document"]))
    assert unmatched == []
