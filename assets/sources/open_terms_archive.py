"""Open Terms Archive's declarations, read as they are: a JSON file a service, its past in another."""

from __future__ import annotations

from pathlib import Path

from assets.names import slug
from assets.sources.documents import Context, in_order, read_documents, read_history
from assets.sources.files import read_file, read_name
from assets.sources.located import Entries, Pair, read_json
from assets.sources.model import Declaration, Platform
from assets.sources.pages import OPEN_TERMS_ARCHIVE_KEYS, Dialect, report_unknown_keys
from assets.sources.problems import DeclarationProblem, Problems

HISTORY_SUFFIX = ".history.json"
SERVICE_KEYS = ("name", "terms", "documents", "importedFrom")
"""The keys of a service's file; ``documents`` is what ``terms`` was called before 2023."""

DIALECT = Dialect(
    page_keys=OPEN_TERMS_ARCHIVE_KEYS,
    document_keys=("combine",),
    strict=False,
    bare_url=False,
    select_expected=True,
)
HISTORY_DIALECT = Dialect(
    page_keys=OPEN_TERMS_ARCHIVE_KEYS,
    document_keys=("combine", "validUntil"),
    strict=False,
    bare_url=False,
    select_expected=False,
)


def is_history(path: Path) -> bool:
    """Say whether a file holds the past declarations of the service of the same name."""
    return path.name.endswith(HISTORY_SUFFIX)


def read_service(path: Path) -> tuple[Platform | None, list[DeclarationProblem]]:
    """Read a service's file and, where there is one, its history.

    The file's name is the service's id: versions and snapshots are filed under it. So the platform is
    called by it, and a differing ``name`` is an alias.

    Returns:
        The platform with all documents that could be read, or ``None`` if the file says nothing usable;
        and the problems of both files.
    """
    problems = Problems(str(path))
    root = read_file(path, read_json, problems)
    if root is None:
        return None, problems.found
    report_unknown_keys(root, SERVICE_KEYS, problems, strict=False)
    title = read_name(root, problems)
    if title is None:
        return None, problems.found
    name = path.stem
    try:
        slug(name)
    except ValueError:
        name = title
    current = []
    for documents in _documents_pairs(root, problems):
        current.extend(read_documents(documents, Context(name, DIALECT, problems, path.name)))
    past, past_problems = _read_past(path.with_name(path.stem + HISTORY_SUFFIX), name)
    platform = Platform(
        name=name,
        declarations=in_order(current, past),
        origin=path.name,
        aliases=(title,) if title != name else (),
    )
    return platform, sorted(problems.found, key=lambda problem: problem.line) + past_problems


def _documents_pairs(root: Entries, problems: Problems) -> list[Pair]:
    documents = [pair for pair in (root.pair("terms"), root.pair("documents")) if pair]
    if not documents:
        problems.error(
            root.line, "terms is missing: a mapping of terms types to pages was expected", 'add "terms": {…}'
        )
    if len(documents) > 1:
        problems.error(documents[1].line, "documents is the old word for terms; one of the two was expected")
    return documents[:1]


def _read_past(path: Path, name: str) -> tuple[list[Declaration], list[DeclarationProblem]]:
    if not path.exists():
        return [], []
    problems = Problems(str(path))
    root = read_file(path, read_json, problems)
    if root is None:
        return [], problems.found
    context = Context(name, HISTORY_DIALECT, problems, path.name)
    past = read_history(Pair("history", root, root.line), context)
    return past, sorted(problems.found, key=lambda problem: problem.line)
