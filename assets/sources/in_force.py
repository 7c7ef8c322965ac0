"""Which declarations are in force in a home: the sample's, or those that ship and the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assets.archive import Archive
from assets.home import Home, Kind
from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.recording import Collection, record_collection, record_platforms
from assets.sources.registry import SHIPPED_PLATFORMS, load_platforms
from assets.sources.watching import read_watch, watched

ORIGIN = "declarations"
SAMPLE_FOLDER = Path(__file__).resolve().parent.parent / "captures" / "sample"
SAMPLE = Collection("sample", "sample", "Apache-2.0", "Termscape (invented platforms)")
SAMPLE_PLATFORMS = SAMPLE_FOLDER / "platforms"
LIVE = Collection("live", "live", "", "the platforms themselves")


@dataclass
class Recorded:
    """How many declarations were newly archived, and what is wrong with those that were not."""

    added: int = 0
    problems: list[DeclarationProblem] = field(default_factory=list)


def folders_in_force(home: Home, kind: Kind | None = None) -> list[Path]:
    """Return the folders whose declarations a home watches, a later one before an earlier one.

    A sample home watches the invented platforms; any other those that ship with Termscape (unless its
    ``watch.yaml`` says ``platforms: own``) and those in its own ``platforms`` folder, if there is one. ``kind`` is what a home will be that is nothing yet.
    """
    if (home.kind or kind) == "sample":
        return [SAMPLE_PLATFORMS]
    return [*([SHIPPED_PLATFORMS] if read_watch(home).shipped else []), *_own_folder(home)]


def folders_beside(home: Home, kind: Kind | None = None) -> list[Path]:
    """Return the folders of declarations that exist and that a home does not watch.

    A sample home leaves those that ship, which a contributor edits, and its own: both are of real platforms.
    """
    return [SHIPPED_PLATFORMS, *_own_folder(home)] if (home.kind or kind) == "sample" else []


def platforms_in_force(home: Home) -> tuple[list[Platform], list[DeclarationProblem]]:
    """Return the platforms a home watches and what is wrong with the files in force.

    Raises:
        InputError: its ``watch.yaml`` cannot be used.
    """
    platforms, problems = load_folders(folders_in_force(home))
    return (platforms if home.kind == "sample" else watched(home, read_watch(home), platforms)), problems


def load_folders(folders: Iterable[Path]) -> tuple[list[Platform], list[DeclarationProblem]]:
    """Return the platforms of several folders and their problems; a later folder replaces a platform's id."""
    platforms: list[Platform] = []
    problems: list[DeclarationProblem] = []
    for folder in folders:
        found, wrong = load_platforms(folder)
        replaced = {platform.platform_id for platform in found}
        platforms = [platform for platform in platforms if platform.platform_id not in replaced] + found
        problems += wrong
    return platforms, problems


def platforms_of_its_own(
    home: Home, kind: Kind | None = None
) -> tuple[list[Platform], list[DeclarationProblem]]:
    """Return the platforms a run puts on record in a home: the sample's, or the home's own."""
    if (home.kind or kind) == "sample":
        return load_platforms(SAMPLE_PLATFORMS)
    return load_folders(_own_folder(home))


def record_declarations(home: Home, archive: Archive, *, looking: bool) -> Recorded:
    """Archive the declarations in force in this home: the sample's, or their own files and those that ship.

    Those that ship are archived once the home is ``looking`` at its documents itself: a platform nobody
    looks at is no gap in a home that only holds imports.
    """
    collection = SAMPLE if home.kind == "sample" else LIVE
    platforms, problems = platforms_in_force(home) if looking else platforms_of_its_own(home)
    if not platforms:
        return Recorded(0, problems)
    record_collection(archive, collection, origin=ORIGIN)
    added = record_platforms(archive, collection.collection_id, platforms, origin=ORIGIN)
    return Recorded(added, problems)


def _own_folder(home: Home) -> list[Path]:
    return [home.platforms] if home.platforms.is_dir() else []
