"""Rounds: the pages of one document that were looked at together, and what each look showed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.captures.judging import Judgement
from assets.versions.pages import Readings

Row = dict[str, Any]

# Pages of one document fetched within this time belong to one round: they are read together.
ROUND_MICROSECONDS = 30 * 60 * 1_000_000


@dataclass(frozen=True)
class Page:
    """One look at one page, read: its text if it had one, and whether it is the policy."""

    row: Mapping[str, Any]
    markdown: str | None
    extraction: Mapping[str, Any]
    judgement: Judgement | None

    @property
    def good(self) -> bool:
        """Whether the look showed the policy."""
        return self.markdown is not None and self.judgement is not None and self.judgement.outcome == "policy"

    @property
    def trouble(self) -> str:
        """Say why it did not."""
        if self.judgement is not None and self.judgement.outcome != "policy":
            return f"{self.row['source_id']}: {self.judgement.reason}"
        return f"{self.row['source_id']}: {self.row['fetch_reason'] or self.row['fetch_outcome']}"


def rounds(rows: Sequence[Row], readings: Readings) -> Iterator[list[Row]]:
    """Group a timeline's observations: a combined document's pages of one time are one round."""
    current: list[Row] = []
    for row in rows:
        combined = len(readings.declared_pages(row["declaration_sha256"])) > 1
        joins = (
            combined
            and bool(current)
            and row["declaration_sha256"] == current[0]["declaration_sha256"]
            and row["sequence"] - current[0]["sequence"] <= ROUND_MICROSECONDS
            and row["source_id"] not in {other["source_id"] for other in current}
        )
        if current and not joins:
            yield current
            current = []
        current.append(row)
    if current:
        yield current
