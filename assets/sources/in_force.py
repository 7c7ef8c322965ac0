"""Which declarations are in force in a home: the sample's, or those that ship and the user's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from assets.archive import Archive
from assets.home import Home
from assets.sources.model import Platform
from assets.sources.problems import DeclarationProblem
from assets.sources.recording import Collection, record_collection, record_platforms
from assets.sources.registry import SHIPPED_PLATFORMS, load_platforms

ORIGIN = "declarations"
SAMPLE_FOLDER = Path(__file__).resolve().parent.parent / "captures" / "sample"
SAMPLE = Collection("sample", "sample", "Apache-2.0", "Termscape (invented platforms)")
LIVE = Collection("live", "live", "", "the platforms themselves")


@dataclass
class Recorded:
    """How many declarations were newly archived, and what is wrong with those that were not."""

    added: int = 0
    problems: list[DeclarationProblem] = field(default_factory=list)


def platforms_in_force(home: Home) -> tuple[list[Platform], list[DeclarationProblem]]:
    """Return the platforms a home watches and what is wrong with their files.

    A sample home watches the invented platforms; any other those that ship with Termscape and those in
    its own ``platforms`` folder, which replace a shipped platform of the same id.
    """
    if home.kind == "sample":
        return load_platforms(SAMPLE_FOLDER / "platforms")
    platforms, problems = load_platforms(SHIPPED_PLATFORMS)
    if home.platforms.is_dir():
        own, own_problems = load_platforms(home.platforms)
        replaced = {platform.platform_id for platform in own}
        platforms = [p for p in platforms if p.platform_id not in replaced] + own
        problems = problems + own_problems
    return platforms, problems


def record_declarations(home: Home, archive: Archive) -> Recorded:
    """Archive the declarations a person put in force in this home: the sample's, or their own files.

    Those that ship are archived with the first look at a page of theirs: a platform nobody looked at
    is not a gap in what this home observes.
    """
    if home.kind == "sample":
        collection, (platforms, problems) = SAMPLE, platforms_in_force(home)
    else:
        collection = LIVE
        platforms, problems = load_platforms(home.platforms) if home.platforms.is_dir() else ([], [])
    if not platforms:
        return Recorded(0, problems)
    record_collection(archive, collection, origin=ORIGIN)
    added = record_platforms(archive, collection.collection_id, platforms, origin=ORIGIN)
    return Recorded(added, problems)
