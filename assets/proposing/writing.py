"""Putting a proposed document into a home's folder of declarations: checked as `sources check` checks, then at once."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.errors import InputError
from assets.home import Home, replace_file, writing
from assets.names import slug
from assets.proposing.declaration_text import ProposedDocument, extended_file, new_file
from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.registry import SHIPPED_PLATFORMS, load_platforms
from assets.sources.yaml_platforms import read_yaml_platform


@dataclass(frozen=True)
class Draft:
    """What a file will be: its path, its text, and what it was made from, in words."""

    path: Path
    text: str
    made_from: str


def draft_file(
    home: Home, name: str, homepage: str, documents: Sequence[ProposedDocument], *, replace: bool = False
) -> Draft:
    """Return the file with which a home declares these documents as well; nothing is written.

    A platform of the home's own folder is extended; one that ships is copied and extended, since a home's file
    replaces the one that ships; any other gets a new file.

    Raises:
        DocumentPresent: one of them is declared there already, and ``replace`` was not asked for.
        InputError: the file is not ours to extend, or would not be right; the message says what and where.
    """
    identity = slug(name)
    own, shipped = _file_of(home.platforms, identity), _file_of(SHIPPED_PLATFORMS, identity)
    path, source = home.platforms / f"{identity}.yaml", own or shipped
    if own is not None:
        path = own
    elif path.exists():
        raise InputError(
            f"{path} is there and declares no platform {name}. Mend it first: termscape sources check"
        )
    if source is None:
        text = new_file(name, homepage, documents)
        _check(path, text, documents, None)
        return Draft(path, text, "a new file")
    if source.suffix == ".json":
        raise InputError(
            f"{source} is in the form of Open Terms Archive, which is read as it is. Add the document there by hand."
        )
    before = text = source.read_text(encoding="utf-8-sig")
    for document in documents:
        text = extended_file(text, document, replace=replace, where=str(source))
    _check(path, text, documents, before)
    made_from = (
        "the file that was there" if own else "a copy of the file that ships, which it replaces in this home"
    )
    return Draft(path, text, made_from)


def put_in_place(home: Home, draft: Draft) -> None:
    """Write a draft into a live home: the whole file at once; a fresh folder becomes a live home.

    Raises:
        HomeUnusable: the home holds the sample, or cannot be written.
    """
    home.claim("live")
    with writing(draft.path):
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(draft.path, draft.text.encode())


def _file_of(folder: Path, platform_id: str) -> Path | None:
    platforms, _ = load_platforms(folder) if folder.is_dir() else ([], [])
    found = next((platform for platform in platforms if platform.platform_id == platform_id), None)
    return folder / found.origin if found is not None else None


def _check(path: Path, text: str, documents: Sequence[ProposedDocument], before: str | None) -> None:
    """Read the file as it will be, and refuse what is wrong with it or has changed in it by accident."""
    platform, problems = _read(path, text)
    known = {_said(problem) for problem in (_read(path, before)[1] if before is not None else ())}
    wrong = [problem for problem in problems if problem.severity == "error" and _said(problem) not in known]
    if wrong or platform is None:
        raise InputError(
            "not written, the file would not be right:\n" + "\n".join(map(str, wrong or problems))
        )
    for document in documents:
        declared = platform.in_force(document.terms_type)
        if declared is None or [source.url for source in declared.sources] != [
            page.url for page in document.pages
        ]:
            raise InputError(
                f"{path}: the {document.terms_type} would not be read as proposed; add it by hand."
            )
    if before is not None and _others(_read(path, before)[0], documents) != _others(platform, documents):
        raise InputError(
            f"{path}: other documents would be read otherwise than before; add the lines by hand."
        )


def _read(path: Path, text: str) -> tuple[Platform | None, list[DeclarationProblem]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_text(text, encoding="utf-8")
        platform, problems = read_yaml_platform(file)
        told = [
            DeclarationProblem(str(path), each.line, each.message, each.fix, each.severity)
            for each in problems
        ]
        return platform, told


def _said(problem: DeclarationProblem) -> str:
    return f"{problem.severity} {problem.message}"


def _others(platform: Platform | None, documents: Sequence[ProposedDocument]) -> list[str]:
    changed = {document.terms_type for document in documents}
    declared = platform.declarations if platform is not None else ()
    return [one.sha256 for one in declared if one.terms_type not in changed]
