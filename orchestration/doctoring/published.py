"""The published file, which readers open: whether this DuckDB reads it, how old it is, and which rules made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from assets.errors import InputError, TermscapeError
from orchestration.doctoring.findings import Finding, Patient, ago, broken, look, numbered, ok, sized

# Where the header of a DuckDB file names the release that wrote it.
_RELEASE_AT, _RELEASE_BYTES = 52, 32
_MAGIC_AT, _MAGIC = 8, b"DUCK"
_COUNTS = """
SELECT (SELECT count(*) FROM platforms) AS platforms, (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM versions) AS versions
"""


def examine_published(patient: Patient) -> Iterator[Finding]:
    """Yield how the published file is, and whether the next run makes something anew; it alone is opened."""
    path = patient.home.published_database
    if patient.kind is None:
        return
    if not path.exists():
        yield look("file", "nothing is published yet", "termscape run")
        return
    stat = path.stat()
    made = datetime.fromtimestamp(stat.st_mtime, UTC)
    written = f"{sized(stat.st_size)}, {ago(made, patient.now)}, written by DuckDB {_release(path)} (here: {duckdb.__version__})"
    try:
        [counts] = patient.rows(_COUNTS)
    except InputError as error:
        yield look("file", f"{written}: {error}", "termscape run --offline publishes it anew")
        return
    except TermscapeError as error:
        yield broken("file", f"{path} ({written}): {error}", "termscape run --offline, or: termscape rebuild")
        return
    held = ", ".join(numbered(count, name.removesuffix("s"), name) for name, count in counts.items())
    yield ok("file", f"{path}: {written}; {held}")
    yield _rules(patient)


def _release(path: Path) -> str:
    """Return the DuckDB release that a file's header names."""
    with path.open("rb") as file:
        head = file.read(_RELEASE_AT + _RELEASE_BYTES)
    if head[_MAGIC_AT : _MAGIC_AT + len(_MAGIC)] != _MAGIC:
        return "of no known release: this is no DuckDB file"
    return (
        head[_RELEASE_AT:].split(b"\0")[0].decode("ascii", "replace").removeprefix("v")
        or "of an unknown release"
    )


def _rules(patient: Patient) -> Finding:
    """Compare the rules of the code with those the published data was made with."""
    recorded = {row["stage"]: row["version"] for row in patient.rows("FROM ledger.stage_versions")}
    other = []
    for stage, present in rules_of_the_code().items():
        try:
            wanted = present()
        except TermscapeError:  # a classifier that is not there: the settings say so
            continue
        made_with = recorded.get(stage, "").partition(", corrected")[0]
        if made_with and made_with != wanted:
            other.append(stage.replace("_", " "))
    if not other:
        return ok("rules", "made with the rules of this Termscape")
    return look(
        "rules",
        f"made with other rules than this Termscape has: {', '.join(other)}",
        "termscape run --offline makes these anew",
    )


def rules_of_the_code() -> Mapping[str, Callable[[], str]]:
    """Return, for stages of ``ledger.stage_versions``, what gives the version of the rules in the code."""
    from assets.changes.building_links import RULES as LINK_RULES
    from assets.changes.building_links import STAGE as LINKS
    from assets.comparisons.building import CODE_VERSION as WORDINGS_VERSION
    from assets.comparisons.building import STAGE as WORDINGS
    from assets.provisions.building import STAGE as PROVISIONS
    from assets.provisions.building import TRACKER_VERSION
    from assets.topics.building import STAGE as TOPICS
    from assets.topics.choosing import load_classifier
    from assets.versions.building import STAGE as VERSIONS
    from assets.versions.recorder import RULES_VERSION
    from assets.warehouse import schema_version, views_version

    return {
        "schema": schema_version,
        "views": views_version,
        VERSIONS: lambda: RULES_VERSION,
        PROVISIONS: lambda: TRACKER_VERSION,
        TOPICS: lambda: load_classifier().version,
        LINKS: lambda: LINK_RULES,
        WORDINGS: lambda: WORDINGS_VERSION,
    }
