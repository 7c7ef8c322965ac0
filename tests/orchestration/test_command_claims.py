"""Claims on the command line: verdicts in five formats, on a day, and a draft from an article."""

from __future__ import annotations

import csv
import http.server
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.running import Termscape

from assets.answers.catalogue import load_questions
from assets.answers.claiming.building import build_claims
from assets.home import Home
from assets.releases.publication import publish
from assets.warehouse import Warehouse

CLAIMS = """\
source: {title: A column, publisher: The Daily Otter, date: unknown, read_on: 2026-02-01}
claims:
  - id: does-not-train
    platform: Lumora
    text: Lumora trains no models on messages.
    check:
      question: ai_training
      supported: [no]
      partly: [opt_in_only, mixed_by_tier, improve_only]
      contradicted: [yes_default, yes_opt_out]
  - id: written-in-rust
    platform: Lumora
    text: Lumora is written in Rust.
    not_checkable: Policies do not say in which language a service is written.
"""
ARTICLE = "Lumora encrypts data in transit and at rest. Be kind.\n"


@pytest.fixture
def claimed(imported_copy: Home) -> Home:
    """A home with two versions of a policy and two claims, checked and published."""
    folder = imported_copy.path / "claims"
    folder.mkdir()
    (folder / "daily-otter.yaml").write_text(CLAIMS, encoding="utf-8")
    warehouse = Warehouse(imported_copy)
    build_claims(warehouse, load_questions(), [folder])
    publish(warehouse)
    warehouse.close()
    return imported_copy


def test_claims_are_shown_with_their_verdicts_in_every_format(termscape: Termscape, claimed: Home) -> None:
    def said(*arguments: str) -> str:
        done = termscape("claims", "--home", claimed.path, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    table = said()
    assert "contradicted" in table and "We may use your messages to train our language models." in table
    rows = json.loads(said("--json"))
    assert [row["verdict"] for row in rows] == ["contradicted", "not_checkable"]
    assert rows[0]["evidence"][0]["path"] == "Lumora/Privacy Policy.md"
    assert rows[0]["turns"] == 1
    assert [json.loads(line)["verdict"] for line in said("--format", "jsonl").splitlines()] == [
        "contradicted", "not_checkable",
    ]  # fmt: skip
    assert [row["verdict"] for row in csv.DictReader(io.StringIO(said("--format", "csv")))] == [
        "contradicted", "not_checkable",
    ]  # fmt: skip
    page = said("--format", "markdown", "--platform", "Lumora")
    assert "> We may use your messages" in page and "(contradicts)" in page and "No legal advice" in page


def test_a_day_shows_what_the_documents_said_then(termscape: Termscape, claimed: Home) -> None:
    rows = json.loads(termscape("claims", "--home", claimed.path, "--as-of", "2024-03-01", "--json").stdout)
    assert [row["verdict"] for row in rows] == ["supported", "not_checkable"]
    assert rows[0]["evidence"][0]["quote"].startswith("We do not use")


def test_a_file_that_cannot_be_used_is_named_when_claims_are_shown(
    termscape: Termscape, claimed: Home
) -> None:
    (claimed.path / "claims" / "wrong.yaml").write_text("claims: []\n", encoding="utf-8")
    done = termscape("claims", "--home", claimed.path)
    assert done.returncode == 0
    assert "wrong.yaml, line 1: expected the key 'source'" in " ".join(done.stderr.split())


def test_a_home_without_claims_says_how_to_make_some(termscape: Termscape, sample_home: Home) -> None:
    done = termscape("claims", "--home", sample_home.path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "import article" in done.stderr


def test_a_draft_is_written_once_and_never_over_a_file(
    termscape: Termscape, sample_home: Home, tmp_path: Path
) -> None:
    article, output = tmp_path / "article.txt", tmp_path / "draft.yaml"
    article.write_text(ARTICLE, encoding="utf-8")
    command = (
        "import",
        "article",
        article,
        "--platform",
        "Lumora",
        "--output",
        output,
        "--home",
        sample_home.path,
    )
    done = termscape(*command)
    assert done.returncode == 0, done.stderr
    text = output.read_text("utf-8")
    assert "question: encryption_stated" in text and "third-party text" in text and "Be kind" not in text
    again = termscape(*command)
    assert again.returncode == 2 and "not overwritten" in again.stderr
    assert output.read_text("utf-8") == text


@pytest.fixture
def address() -> Iterator[str]:
    """The address of an article on this machine."""

    class Article(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/article"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(ARTICLE.encode() if found else b"")

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Article)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/article"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_article_at_a_private_address_is_not_asked_for(
    termscape: Termscape, imported_copy: Home, address: str
) -> None:
    done = termscape("import", "article", address, "--home", imported_copy.path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "could not be fetched" in done.stderr


def test_an_article_is_fetched_where_the_home_allows_its_address(
    termscape: Termscape, imported_copy: Home, address: str
) -> None:
    (imported_copy.path / "fetching.yaml").write_text("allow_addresses: [127.0.0.1]\n", encoding="utf-8")
    done = termscape("import", "article", address, "--platform", "Lumora", "--home", imported_copy.path)
    assert done.returncode == 0, done.stderr
    assert f'url: "{address}"' in done.stdout and "question: encryption_stated" in done.stdout
