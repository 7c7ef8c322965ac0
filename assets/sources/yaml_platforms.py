"""Our own declarations: a YAML file a platform, written by people (docs/adding-a-platform.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assets.names import slug
from assets.sources.cadence import read_cadence
from assets.sources.documents import Context, check_terms_type, in_order, read_documents, read_history
from assets.sources.files import read_file, read_name, read_text_key
from assets.sources.filters import read_names
from assets.sources.instants import read_day
from assets.sources.located import Entries, Pair, Scalar, describe, read_yaml
from assets.sources.model import DAILY, Declaration, Platform
from assets.sources.pages import (
    OUR_KEYS,
    Dialect,
    Settings,
    read_settings,
    report_unknown_keys,
)
from assets.sources.problems import DeclarationProblem, Problems
from assets.sources.scope import read_scope

PLATFORM_KEYS = (
    "name", "aliases", "homepage", "jurisdiction", "language", "cadence", "defaults", "documents", "terms", "history",
    "none",
)  # fmt: skip
"""The keys of a platform's file; ``terms`` is Open Terms Archive's word for ``documents``."""

DIALECT = Dialect(
    page_keys=OUR_KEYS,
    document_keys=("combine", "jurisdiction", "language", "cadence"),
    strict=True,
    bare_url=True,
    select_expected=False,
)
HISTORY_DIALECT = Dialect(
    page_keys=DIALECT.page_keys,
    document_keys=(*DIALECT.document_keys, "validUntil"),
    strict=True,
    bare_url=False,
    select_expected=False,
)


def read_yaml_platform(
    path: Path, today: date | None = None
) -> tuple[Platform | None, list[DeclarationProblem]]:
    """Read one platform's file and everything that is wrong with it.

    Args:
        path: the file.
        today: the day after which a check in ``none`` cannot have been made (default: today).

    Returns:
        The platform with all documents that could be read, or ``None`` if the file says nothing usable;
        and the problems, in the order of the file.
    """
    problems = Problems(str(path))
    root = read_file(path, read_yaml, problems)
    if root is None:
        return None, problems.found
    report_unknown_keys(root, PLATFORM_KEYS, problems)
    name = read_name(root, problems)
    if name is None:
        return None, problems.found
    current, past = _read_declarations(root, name, path, problems)
    platform = Platform(
        name=name,
        declarations=in_order(current, past),
        absent=_read_absent(root, current, today or date.today(), problems),
        origin=path.name,
        aliases=_read_aliases(root, problems),
        homepage=read_text_key(root, "homepage", problems),
    )
    return platform, sorted(problems.found, key=lambda problem: problem.line)


def _read_declarations(
    root: Entries, name: str, path: Path, problems: Problems
) -> tuple[list[Declaration], list[Declaration]]:
    """Return the declarations in force and the past ones.

    A mistake in what documents take from the platform leaves out all of them: each would otherwise be
    read in another way than was meant. They are read nevertheless, for their own mistakes.
    """
    before = problems.omissions
    jurisdiction, language = read_scope(root, problems)
    cadence = read_cadence(root, problems)
    defaults = root.pair("defaults")
    settings = read_settings(defaults.value, DIALECT, problems) if defaults else None
    usable = problems.omissions == before
    documents = _documents_pair(root, problems)
    context = Context(
        platform=name,
        dialect=DIALECT,
        problems=problems,
        origin=path.name,
        defaults=settings or Settings(),
        jurisdiction=jurisdiction,
        language=language,
        cadence_hours=cadence or DAILY,
    )
    history = root.pair("history")
    past_context = Context(
        platform=name,
        dialect=HISTORY_DIALECT,
        problems=problems,
        origin=path.name,
        jurisdiction=jurisdiction,
        language=language,
        whole_days=True,
    )
    current = read_documents(documents, context) if documents else []
    past = read_history(history, past_context) if history else []
    return (current, past) if usable else ([], [])


def _documents_pair(root: Entries, problems: Problems) -> Pair | None:
    documents, terms = root.pair("documents"), root.pair("terms")
    if documents and terms:
        problems.error(terms.line, "documents and terms are two words for the same; one was expected")
    if not documents and not terms:
        problems.error(
            root.line,
            "documents is missing: a mapping of terms types to pages was expected",
            "add documents:",
        )
    return documents or terms


def _read_absent(
    root: Entries, current: list[Declaration], today: date, problems: Problems
) -> dict[str, str]:
    """Read ``none``: types of terms that do not exist, each with the day on which someone looked."""
    pair = root.pair("none")
    if pair is None:
        return {}
    if not isinstance(pair.value, Entries):
        problems.error(
            pair.line,
            f"none: terms types with the day someone checked were expected, not {describe(pair.value)}",
            "write none: {Trackers Policy: 2026-05-01}",
        )
        return {}
    declared = {slug(declaration.terms_type) for declaration in current}
    absent: dict[str, str] = {}
    for each in pair.value.pairs:
        text = each.value.value if isinstance(each.value, Scalar) else None
        day = read_day(text) if isinstance(text, str) else None
        check_terms_type(each.key, each.line, problems)
        if day is None:
            problems.error(
                each.line,
                f"none: the day on which {each.key!r} was looked for was expected, not {describe(each.value)}",
                "write it like 2026-05-01",
            )
        elif day > today:
            problems.error(each.line, f"none: {day} has not come yet, so nobody can have looked")
        elif slug(each.key) in declared:
            problems.error(each.line, f"none: {each.key!r} is also declared as a document; it cannot be both")
        else:
            absent[each.key] = day.isoformat()
    return absent


def _read_aliases(root: Entries, problems: Problems) -> tuple[str, ...]:
    pair = root.pair("aliases")
    return read_names(pair.key, pair.value, problems) if pair else ()
