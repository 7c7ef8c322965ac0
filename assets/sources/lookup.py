"""Which platform of a home a name means, and what to say where it is declared and nothing was captured yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assets.archive import Archive
from assets.errors import NothingFound
from assets.home import Home, Kind
from assets.names import slug
from assets.sources.in_force import folders_beside, folders_in_force, load_folders
from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.projection import SourceTables
from assets.sources.registry import (
    SHIPPED_PLATFORMS,
    UnknownPlatform,
    find_platform,
    load_platforms,
    near_names,
)
from assets.sources.watching import FILE, read_watch, watched

HOW_CAPTURES_COME_IN = (
    "`termscape run` looks at it; `termscape import captures MANIFEST.jsonl` (raw pages) and "
    "`termscape import ota --versions PATH` (an Open Terms Archive history) bring captures in."
)


@dataclass(frozen=True)
class _Declared:
    """What is declared around a home: what it watches, what its watch list leaves out, what is not for its kind."""

    watched: list[Platform]
    left_out: list[Platform]
    beside: list[Platform]
    problems: list[DeclarationProblem]


def platform_here(home: Home, name: str, known: Mapping[str, str], kind: Kind | None = None) -> str:
    """Return the id of a platform given by name, id or alias.

    Args:
        home: where it is looked for.
        name: what a person wrote.
        known: the ids of the platforms there are, with their names.
        kind: what a home will be that is nothing yet.

    Raises:
        NothingFound: there is none. The message says whether it is declared and how captures come in,
            or names those that are called nearly so.
        InputError: the home's ``watch.yaml`` cannot be used.
    """
    return _known(name, known) or _among_declared(home, name, known, _declared(home, kind))


def platform_to_run(home: Home, name: str, kind: Kind, *, looking: bool) -> str:
    """Return the id of a platform a run of a home can be narrowed to: one it watches, or has on record.

    A run that is ``looking`` is not narrowed to one the watch list leaves out: nothing would be looked at.

    Raises:
        NothingFound: as ``platform_here``; of one that the watch list leaves out the message says so.
        InputError: the home's ``watch.yaml`` cannot be used.
        ArchiveDamaged: the home's ledger cannot be read.
    """
    declared = _declared(home, kind)
    known = _on_record(home)
    if looking:
        left_out = {platform.platform_id for platform in declared.left_out}
        known = {platform_id: name for platform_id, name in known.items() if platform_id not in left_out}
    known |= {platform.platform_id: platform.name for platform in declared.watched}
    return _known(name, known) or _among_declared(home, name, known, declared)


def _known(name: str, known: Mapping[str, str]) -> str | None:
    wanted = name.strip().casefold()
    for platform_id, known_name in known.items():
        if wanted in (platform_id.casefold(), known_name.casefold()) or _slug(name) == platform_id:
            return platform_id
    return None


def _declared(home: Home, kind: Kind | None) -> _Declared:
    inside, problems = load_folders(folders_in_force(home, kind))
    beside, more_problems = load_folders(folders_beside(home, kind))
    problems = [*problems, *more_problems]
    if (home.kind or kind) == "sample":
        return _Declared(inside, [], beside, problems)
    on = watched(home, read_watch(home), inside)
    watched_ids = {platform.platform_id for platform in on}
    shipped, _ = load_platforms(SHIPPED_PLATFORMS)
    there = {platform.platform_id: platform for platform in [*shipped, *inside]}
    left_out = [platform for platform_id, platform in there.items() if platform_id not in watched_ids]
    return _Declared(on, left_out, beside, problems)


def _among_declared(home: Home, name: str, known: Mapping[str, str], declared: _Declared) -> str:
    for platforms in (declared.watched, declared.left_out, declared.beside):
        try:
            platform = find_platform(platforms, name)
        except UnknownPlatform:
            continue
        if platform.platform_id in known:
            return platform.platform_id
        raise NothingFound(_declared_only(home, platform, declared))
    everyone = [*declared.watched, *declared.left_out, *declared.beside]
    raise _unknown(name, known, everyone, declared.problems)


def _on_record(home: Home) -> dict[str, str]:
    """Return the platforms the ledger names, published or not."""
    tables = SourceTables()
    for record in Archive(home, read_only=True).ledger.read():
        tables.add(record.kind, record.data)
    return {platform_id: row["name"] for platform_id, row in tables.platforms.items()}


def _declared_only(home: Home, platform: Platform, declared: _Declared) -> str:
    said = f"{platform.name} is declared ({platform.origin})"
    if platform in declared.beside:
        return (
            f"{said}, but {home.path} is a sample home, which watches the invented platforms only. "
            "Real ones belong in another home (--home; usual: data/live, which `make live` makes)."
        )
    if platform in declared.left_out:
        return (
            f"{said}, but {home.path / FILE} leaves it out, so it is not looked at in this home. Name it there "
            "(platforms: a list of names), or remove the file to watch everything that is declared."
        )
    if platform.platform_id in _on_record(home):
        return f"{said} and on record here, but not published yet. Publish it: `termscape run`."
    return f"{said}, but nothing of it was captured in this home yet. {HOW_CAPTURES_COME_IN}"


def _unknown(
    name: str, known: Mapping[str, str], declared: list[Platform], problems: list[DeclarationProblem]
) -> NothingFound:
    offered = {known_name: known_name for known_name in known.values()} | {
        other: platform.name
        for platform in declared
        for other in (platform.name, platform.platform_id, *platform.aliases)
    }
    near = near_names(name, offered)
    said = f"no platform {name!r} here."
    if near:
        said += f" Nearest: {', '.join(near)}."
    elif known:
        said += f" None of the {len(known)} there are is called nearly so."
    else:
        said += " No platform is known here yet."
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        said += f" (Declarations have {errors} error{'s' if errors > 1 else ''}: `termscape sources check`.)"
    return NothingFound(said, near)


def _slug(name: str) -> str | None:
    try:
        return slug(name)
    except ValueError:
        return None
