"""Claims ready to publish: what was claimed, what the documents make of it, and the words, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from assets.answers.claiming.model import VERDICTS
from orchestration.markdown_text import as_markdown

Row = Mapping[str, Any]

NOTE = (
    "What this shows is what documents say, not what platforms do: *supported* means that the documents state it, "
    "*contradicted* that they state the contrary, *partly* that they state a part of it or an aim, *not_addressed* that "
    "every relevant document was read and none says, *not_captured* that a document could not be read, *not_checkable* "
    "that documents cannot tell. The claims are third parties', in our paraphrase. No legal advice."
)


def claims_page(rows: Sequence[Row], as_of: str | None) -> str:
    """Return Markdown: platform by platform how many claims hold, then each with its reason and quotes.

    Args:
        rows: claims with their ``evidence``, those about one platform together.
        as_of: the day they are of, as the reader asked; ``None``: now.
    """
    lines: list[str] = []
    for platform, group in groupby(rows, key=lambda row: row["platform"]):
        claims = list(group)
        lines += [f"## What is claimed about {platform}, and what its documents say", ""]
        if as_of:
            lines += [f"As of {as_of}.", ""]
        lines += ["| verdict | claims |", "| --- | ---: |"]
        counts = [(verdict, sum(row["verdict"] == verdict for row in claims)) for verdict in VERDICTS]
        lines += [f"| {verdict} | {count} |" for verdict, count in counts if count]
        lines.append("")
        for row in claims:
            lines += _claim(row)
    sources = dict.fromkeys(source_told(row) for row in rows)
    texts = dict.fromkeys(
        f"{one['attribution'] or 'no attribution asked for'} (licence: {one['licence'] or 'none stated'})"
        for row in rows
        for one in row["evidence"]
    )
    lines += ["Claims: " + "; ".join(sources) + ".", ""]
    if texts:
        lines += ["Texts: " + "; ".join(texts) + ".", ""]
    return "\n".join([*lines, NOTE, ""])


def _claim(row: Row) -> list[str]:
    marked = " (checked by an experimental question)" if row["experimental"] else ""
    since = f", since {row['verdict_since']:%Y-%m-%d} or before" if row["verdict_since"] else ""
    lines = [f"### {row['claim']}", "", f"**{row['verdict']}**{since}{marked}. {row['reason']}", ""]
    for one in row["evidence"]:
        quote = as_markdown(one["quote"])
        role = one["role"].replace("_", " ")
        lines += [f"> {quote}", ">", f"> {one['terms_type']} ({role}), `{one['version_id']}`", ""]
    return lines


def source_told(row: Row) -> str:
    """Return who claims it, in one line: the title, the publisher, the dates, the address."""
    address = f", {row['source_url']}" if row["source_url"] else ""
    dated = f"dated {row['source_date']}" if row["source_date"] != "unknown" else "of unknown date"
    return f"{row['source']} ({row['publisher']}, {dated}, read on {row['read_on']}{address})"
