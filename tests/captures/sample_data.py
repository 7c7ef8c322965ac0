"""The sample as its files state it: attempts, the answer key, and what a reader sees of each page."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from selectolax.lexbor import LexborHTMLParser

from assets.names import document_id

SAMPLE = Path(__file__).parents[2] / "assets" / "captures" / "sample"

POLICY = {
    "Prismuffle": ".prose",
    "Murmelot": ".legal",
    "Gantrywise": ".article-body",
    "Wolkenspind": ".textseite",
    "Chengyan": ".agreement",
    "Ferrybell": "#words",
}
"""Where the policy is in the pages of each platform, whether or not its declaration says so."""

Row = dict[str, Any]


@cache
def rows() -> list[Row]:
    lines = (SAMPLE / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def key() -> dict[str, Any]:
    return yaml.safe_load((SAMPLE / "expected.yaml").read_text(encoding="utf-8"))


def day(row: Row) -> str:
    return row["fetched_at"][:10]


def document(row: Row) -> str:
    return document_id(row["service"], row["terms_type"])


def expected(row: Row) -> Row:
    """The entry of the answer key for an attempt."""
    found = [
        entry
        for entry in key()["documents"][document(row)]
        if str(entry["date"]) == day(row) and entry.get("source") == row["source_document"]
    ]
    assert len(found) == 1, f"{document(row)} on {day(row)}: {len(found)} entries in expected.yaml"
    return found[0]


def attempts(document_name: str, source: str | None = None) -> list[Row]:
    return [row for row in rows() if document(row) == document_name and row["source_document"] == source]


def on(document_name: str, date: str, source: str | None = None) -> Row:
    [row] = [row for row in attempts(document_name, source) if day(row) == date]
    return row


@cache
def decoded(file: str) -> str:
    body = (SAMPLE / file).read_bytes()
    declared = re.search(rb'charset="?([\w-]+)', body[:2000])
    return body.decode(declared[1].decode() if declared else "utf-8")


@cache
def policy_text(file: str, platform: str) -> str:
    """What a reader sees of the policy itself; empty when the page does not show it."""
    if file.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(SAMPLE / file)
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
    else:
        nodes = LexborHTMLParser(decoded(file)).css(POLICY[platform])
        text = nodes[0].text(separator=" ") if nodes else ""
    return " ".join(text.split())


def text_of(row: Row) -> str:
    return policy_text(row["file"], row["service"])


def newest_text(platform: str, terms_type: str) -> str:
    """What the pages of a document showed at the last look, joined."""
    newest = {row["source_document"]: row for row in rows() if document(row) == f"{platform}/{terms_type}"}
    return " ".join(text_of(row) for row in newest.values())


def squeezed(text: str) -> str:
    return "".join(text.split())


def entries(outcome: str) -> list[Row]:
    return [row for row in rows() if expected(row)["outcome"] == outcome]
