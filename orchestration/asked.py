"""What a person names on the command line: a platform, a document, a collection; what is not there is said with what is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assets.errors import NothingFound
from assets.home import Home
from assets.names import slug
from assets.sources.lookup import platform_here
from assets.sources.vocabulary import nearest, vocabulary
from assets.warehouse import read_frame
from orchestration import display

NAMED = 20
"""Names a message lists at most: what still fits a few lines of a terminal."""

_VERSIONS = """
SELECT v.version_id, v.version_no, v.first_seen, v.last_seen, v.timeline_id, v.document_id, v.collection_id, v.declared_date,
       v.effective_date, v.words
FROM versions AS v WHERE v.document_id = ? ORDER BY v.timeline_id, v.version_no
"""


def named(names: Iterable[str], query: str) -> str:
    """Return names in order for a message; of very many the first, and the query that lists them all."""
    there = sorted(set(names), key=str.casefold)
    if len(there) <= NAMED:
        return ", ".join(there) or "nothing yet"
    return f'{", ".join(there[:NAMED])} … (all {len(there)}: termscape sql "{query}")'


def platform_asked(home: Home, name: str, known: Mapping[str, str] | None = None) -> str:
    """Return the id of a platform given by name, id or alias.

    Args:
        home: where it is looked for.
        name: what a person wrote.
        known: the ids of the platforms that will do, with their names; all that are published, if left out.

    Raises:
        NothingFound: there is none; the message says why, and names the nearest or those there are.
        InputError: the home's ``watch.yaml`` cannot be used.
    """
    if known is None:
        known = dict(read_frame(home, "SELECT platform_id, name FROM platforms").iter_rows())
    try:
        return platform_here(home, name, known)
    except NothingFound as error:
        # where it names the nearest, all the others would hide them
        if not known or error.near:
            raise
        raise NothingFound(
            f"{error} Here there are: {named(known.values(), 'SELECT name FROM platforms ORDER BY name')}."
        ) from error


def document_asked(home: Home, platform: str, terms: str) -> str:
    """Return the document of a platform by terms type.

    Raises:
        NothingFound: there is no such platform, or it has no such document; the message names those there are.
    """
    platform_id = platform_asked(home, platform)
    rows = read_frame(
        home, "SELECT document_id, terms_type, coverage FROM documents WHERE platform_id = ?", [platform_id]
    ).to_dicts()
    for row in rows:
        if _id(terms) in (_id(row["terms_type"]), row["document_id"].partition("/")[2]):
            return str(row["document_id"])
    captured = [row["terms_type"] for row in rows if row["coverage"] == "captured"]
    if near := _nearest_terms(terms, captured):
        raise NothingFound(f"{platform_id} has no document {terms!r} here. Did you mean {near!r}?")
    said = named(captured, f"SELECT terms_type FROM documents WHERE platform_id = '{platform_id}'")
    raise NothingFound(f"{platform_id} has no document {terms!r} here. Captured: {said}.")


def terms_type_asked(home: Home, terms: str) -> str:
    """Return a terms type that some platform here has, as it is written.

    Raises:
        NothingFound: no platform here has it; the message names those there are.
    """
    query = "SELECT DISTINCT terms_type FROM documents ORDER BY ALL"
    there = read_frame(home, query)["terms_type"].to_list()
    for name in there:
        if _id(name) == _id(terms):
            return str(name)
    if near := _nearest_terms(terms, there):
        raise NothingFound(f"no platform here has a document {terms!r}. Did you mean {near!r}?")
    raise NothingFound(f"no platform here has a document {terms!r}. There are: {named(there, query)}.")


def timeline_asked(home: Home, document_id: str, collection: str | None) -> list[dict[str, Any]]:
    """Return the versions of one timeline of a document: of the collection named, else the one seen last.

    Raises:
        NothingFound: the document has no version, or none in that collection.
    """
    rows = read_frame(home, _VERSIONS, [document_id]).to_dicts()
    if not rows:
        raise NothingFound(f"no version of {document_id} was captured yet: see termscape status.")
    timelines: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if collection in (None, row["collection_id"]):
            timelines.setdefault(row["timeline_id"], []).append(row)
    if not timelines:
        there = named((row["collection_id"] for row in rows), "FROM collections")
        raise NothingFound(f"{document_id} is not in the collection {collection!r}. It is in: {there}.")
    chosen = max(
        timelines.values(), key=lambda versions: (versions[-1]["last_seen"], versions[-1]["timeline_id"])
    )
    if len(timelines) > 1:
        others = {rows[0]["collection_id"] for rows in timelines.values()} - {chosen[0]["collection_id"]}
        display.notes.print(
            f"shown as seen by {chosen[0]['collection_id']}; also known to: {', '.join(sorted(others))} (--collection)",
            markup=False,
        )
    return chosen


def _nearest_terms(terms: str, there: Sequence[str]) -> str | None:
    """Return the terms type among those that are there that a name most likely means: a slip, a part, another name."""
    meant = vocabulary().suggestion(terms)
    if meant in there:
        return meant
    known = {name.casefold(): name for name in there}
    begun = [name for key, name in known.items() if key.startswith(terms.strip().casefold())]
    if len(begun) == 1:
        return begun[0]
    near = nearest(terms.casefold(), known)
    return known[near] if near else None


def _id(name: str) -> str | None:
    """Return the id of a name, ``None`` where it has no letter or digit."""
    try:
        return slug(name)
    except ValueError:
        return None
