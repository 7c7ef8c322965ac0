"""All platforms of a directory, in whichever format each is declared, and finding one of them by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz, utils

from assets.names import slug
from assets.sources.model import Platform
from assets.sources.open_terms_archive import HISTORY_SUFFIX, is_history, read_service
from assets.sources.problems import DeclarationProblem
from assets.sources.vocabulary import NEAREST_SCORE
from assets.sources.yaml_platforms import read_yaml_platform

SHIPPED_PLATFORMS = Path(__file__).parent / "platforms"
"""The platforms that come with Termscape."""

OFFERED_NAMES = 3
"""How many known platforms a message about an unknown one names at most."""

_READERS = {".yaml": read_yaml_platform, ".yml": read_yaml_platform, ".json": read_service}


class UnknownPlatform(LookupError):
    """No platform has this name; ``nearest`` are the known names most like it, best first, if any is."""

    def __init__(self, name: str, nearest: Sequence[str], known: Sequence[str]) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        if self.nearest:
            advice = f"the nearest known: {', '.join(self.nearest)}"
        elif known:
            advice = f"none is like it; {len(known)} are known, among them {', '.join(known[:OFFERED_NAMES])}"
        else:
            advice = "no platform is declared"
        super().__init__(f"unknown platform {name!r}; {advice}")


def load_platforms(directory: Path) -> tuple[list[Platform], list[DeclarationProblem]]:
    """Read every platform declared in a directory: YAML files and Open Terms Archive's JSON, mixed.

    Of a collection's repository the folder ``declarations`` is read. A file that cannot be used does
    not stop the others; of two files that declare the same platform the first by name counts.

    Returns:
        The platforms, ordered by id, and all problems, ordered by file.
    """
    if (directory / "declarations").is_dir():
        directory = directory / "declarations"
    if not directory.is_dir():
        return [], [DeclarationProblem(str(directory), 1, "a directory with declarations was expected")]
    platforms: dict[str, Platform] = {}
    problems: list[DeclarationProblem] = []
    files = sorted(path for path in directory.iterdir() if path.suffix in _READERS and path.is_file())
    for path in files:
        if is_history(path):
            problems.extend(_check_history_belongs(path))
            continue
        platform, found = _READERS[path.suffix](path)
        problems.extend(found)
        if platform is None:
            continue
        first = platforms.setdefault(platform.platform_id, platform)
        if first is not platform:
            problems.append(_already_declared(path, platform, first))
    if not files:
        problems.append(
            DeclarationProblem(str(directory), 1, "no declaration (*.yaml, *.json) is in this directory")
        )
    return sorted(platforms.values(), key=lambda platform: platform.platform_id), problems


def find_platform(platforms: Sequence[Platform], name: str) -> Platform:
    """Return the platform of a name, an alias or an id, in whatever case it is written.

    Raises:
        UnknownPlatform: there is none; the message names the nearest known.
    """
    wanted = name.strip().casefold()
    for names in (_id_and_name, _aliases):
        for platform in platforms:
            if wanted in {known.casefold() for known in names(platform)}:
                return platform
    try:
        identity = slug(name)
    except ValueError:
        identity = ""
    for platform in platforms:
        if platform.platform_id == identity:
            return platform
    by_name = {known: platform.name for platform in platforms for known in _every_name(platform)}
    raise UnknownPlatform(name, near_names(name, by_name), [platform.name for platform in platforms])


def near_names(name: str, known: Mapping[str, str]) -> list[str]:
    """Return the names of the platforms most like a mistyped one, best first; none where none is near.

    ``known`` maps every name a platform can be asked for by to the name to offer. A single word of a name
    will do: ``copilot`` is near to ``GitHub Copilot``. Near is what ``NEAREST_SCORE`` calls near.

    >>> near_names("lumra", {"Lumora Labs": "Lumora Labs"}), near_names("Nope", {"Openrouter": "Openrouter"})
    (['Lumora Labs'], [])
    """
    ranked = sorted(((_likeness(name, other), offered) for other, offered in known.items()), reverse=True)
    near = dict.fromkeys(offered for score, offered in ranked if score >= NEAREST_SCORE)
    return list(near)[:OFFERED_NAMES]


def _likeness(name: str, other: str) -> float:
    wanted, plain = utils.default_process(name), utils.default_process(other)
    return max(fuzz.ratio(wanted, candidate) for candidate in (plain, *plain.split()))


def _id_and_name(platform: Platform) -> tuple[str, ...]:
    return (platform.platform_id, platform.name)


def _aliases(platform: Platform) -> tuple[str, ...]:
    return platform.aliases


def _every_name(platform: Platform) -> tuple[str, ...]:
    return (*_id_and_name(platform), *platform.aliases)


def _check_history_belongs(path: Path) -> list[DeclarationProblem]:
    service = path.with_name(path.name.removesuffix(HISTORY_SUFFIX) + ".json")
    if service.exists():
        return []
    return [DeclarationProblem(str(path), 1, f"this history belongs to {service.name}, which is not here")]


def _already_declared(path: Path, platform: Platform, first: Platform) -> DeclarationProblem:
    return DeclarationProblem(
        str(path),
        1,
        f"the platform {platform.platform_id!r} is already declared in {first.origin}",
        "keep one of the two files, or give them different names",
    )
