"""What a release says of itself in words (``README.txt``), and the versions and rules that the data state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

import duckdb

from assets.releases import accuracy, promises, tables
from assets.releases.exporting import sha256_of
from assets.warehouse import Reader

# Stages of the warehouse whose recorded version says how far something was read, not by which rules.
_NOT_RULES = ("observations.chain_no", "schema", "views", "wording families")

# What rows say of the rules that made them.
_STATED_BY_ROWS = {
    "extractor": "SELECT DISTINCT extractor || ' ' || extractor_version FROM ledger.versions "
    "WHERE extractor IS NOT NULL",
    "questions": "SELECT DISTINCT rules_version FROM questions",
    "claims": "SELECT DISTINCT rules_version FROM claims",
}


def rule_versions(reader: Reader) -> dict[str, list[str]]:
    """Return the versions of the rules that read the texts, by stage, as the published database states them."""
    skipped = list(_NOT_RULES)
    stages = reader.rows(
        "SELECT stage, version FROM ledger.stage_versions WHERE NOT list_contains($1, stage) ORDER BY stage",
        [skipped],
    )
    rules = {row["stage"]: [row["version"]] for row in stages}
    for what, query in _STATED_BY_ROWS.items():
        stated = [value for (value,) in reader.connection.execute(query).fetchall() if value]
        if stated:
            rules[what] = sorted(stated)
    return rules


def schema_versions(reader: Reader) -> dict[str, str]:
    """Return the hashes of the definitions by which the published database was made: its tables, its whole schema."""
    rows = reader.rows(
        "SELECT stage, version FROM ledger.stage_versions WHERE stage IN ('schema', 'views') ORDER BY stage"
    )
    return {row["stage"]: row["version"] for row in rows}


def made_by() -> dict[str, str]:
    """Return the versions of what writes a release: other ones may write other bytes."""
    return {
        "termscape": metadata.version("termscape"),
        "duckdb": duckdb.__version__,
        "xlsxwriter": metadata.version("xlsxwriter"),
        **{file.name: sha256_of(file)[:16] for file in (tables.FILE, promises.FILE, accuracy.FILE)},
    }


def newest_look(reader: Reader) -> str | None:
    """Return when anything was last looked at or first seen (UTC, ISO 8601); ``None``: nothing ever was."""
    newest: str | None = reader.value(
        "SELECT strftime(max(moment) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') FROM "
        "(SELECT max(observed_at) AS moment FROM temp.observations "
        "UNION ALL SELECT max(first_seen) FROM temp.versions)"
    )
    return newest


def about_lines(
    release_id: str, look: str | None, holds: str, collections: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return what a person who opens a release needs to know first, line by line."""
    invented = (
        ["These platforms are invented: nothing here is about a real one."] if holds == "sample" else []
    )
    return [
        f"Termscape release {release_id}",
        "What platforms' terms and privacy policies say, and what changed in them.",
        *invented,
        f"The newest look at anything in it was on {look[:10] if look else 'no day: nothing was looked at'}.",
        "",
        "Where the texts come from, under which licence, and whom to name:",
        *(
            f"  {row['name']}: {row['licence'] or 'no licence is stated'}; "
            f"{row['attribution'] or 'no attribution is stated'}"
            for row in collections
        ),
        "The texts of policies are quoted as evidence and stay their authors'. Nothing here is legal advice.",
    ]


README = """
What is in this folder

  termscape.duckdb    everything, what was held back and noise included (schema ledger). Open it read-only:
                        duckdb -readonly termscape.duckdb "FROM answers LIMIT 5"
  parquet/, csv/      the tables for analysts, a file each. UTF-8; times are UTC; lists are JSON in CSV.
                        Nothing between two commas is a missing value, "" is an empty text.
  termscape.xlsx      the tables that are for reading, a sheet each; its sheet Contents leads to each of them.
  datapackage.json    what every column means, keys, closed vocabularies, licences (Frictionless Data Package 2.0);
                        parquet/datapackage.json says the same of the Parquet files.
  manifest.json       SHA-256 of every file, hashes of the rows, versions of rules, accuracy, the release before.

To check that nothing was altered, anywhere and without a network:

  termscape verify FOLDER

To cite: name Termscape, the release's id, and the collections above. The quotes carry version_id and offsets.
"""
