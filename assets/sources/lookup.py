"""Which platform of a home a name means, and what to say where it is declared and nothing was captured yet."""

from __future__ import annotations

from collections.abc import Mapping

from assets.archive import Archive
from assets.errors import NothingFound
from assets.home import Home, Kind
from assets.names import slug
from assets.sources.in_force import folders_beside, folders_in_force, load_folders
from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.projection import SourceTables
from assets.sources.registry import UnknownPlatform, find_platform, near_names

HOW_CAPTURES_COME_IN = (
    "`termscape run` looks at it; `termscape import captures MANIFEST.jsonl` (raw pages) and "
    "`termscape import ota --versions PATH` (an Open Terms Archive history) bring captures in."
)


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
    """
    wanted = name.strip().casefold()
    for platform_id, known_name in known.items():
        if wanted in (platform_id.casefold(), known_name.casefold()) or _slug(name) == platform_id:
            return platform_id
    watched, problems = load_folders(folders_in_force(home, kind))
    others, other_problems = load_folders(folders_beside(home, kind))
    for platforms, in_force in ((watched, True), (others, False)):
        try:
            declared = find_platform(platforms, name)
        except UnknownPlatform:
            continue
        if declared.platform_id in known:
            return declared.platform_id
        raise NothingFound(_declared_only(home, declared, in_force=in_force))
    raise NothingFound(_unknown(name, known, [*watched, *others], [*problems, *other_problems]))


def platform_to_run(home: Home, name: str, kind: Kind) -> str:
    """Return the id of a platform a run of a home can be narrowed to: one it watches, or has on record.

    Raises:
        NothingFound: as ``platform_here``.
        ArchiveDamaged: the home's ledger cannot be read.
    """
    watched, _ = load_folders(folders_in_force(home, kind))
    known = {platform.platform_id: platform.name for platform in watched} | _on_record(home)
    return platform_here(home, name, known, kind)


def _on_record(home: Home) -> dict[str, str]:
    """Return the platforms the ledger names, published or not."""
    tables = SourceTables()
    for record in Archive(home).ledger.read():
        tables.add(record.kind, record.data)
    return {platform_id: row["name"] for platform_id, row in tables.platforms.items()}


def _declared_only(home: Home, platform: Platform, *, in_force: bool) -> str:
    said = f"{platform.name} is declared ({platform.origin})"
    if not in_force:
        return (
            f"{said}, but {home.path} is a sample home, which watches the invented platforms only. "
            "Real ones belong in another home (--home; usual: data/live, which `make live` makes)."
        )
    if platform.platform_id in _on_record(home):
        return f"{said} and on record here, but not published yet. Publish it: `termscape run`."
    return f"{said}, but nothing of it was captured in this home yet. {HOW_CAPTURES_COME_IN}"


def _unknown(
    name: str, known: Mapping[str, str], declared: list[Platform], problems: list[DeclarationProblem]
) -> str:
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
    return said


def _slug(name: str) -> str | None:
    try:
        return slug(name)
    except ValueError:
        return None
