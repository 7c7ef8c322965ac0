"""Where the releases of a home stand: a folder each, the manifests of those that are gone, and which is the latest."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from assets.errors import ReleaseDamaged
from assets.home import Home, replace_file, sync_folder
from assets.leftovers import clear_leftovers, name_of_own
from assets.releases.manifest import MANIFEST, Manifest, read_manifest


@dataclass(frozen=True)
class Release:
    """A release of a home; ``folder`` is where it stands, ``None`` once only its manifest is kept."""

    manifest: Manifest
    manifest_sha256: str
    folder: Path | None

    @property
    def release_id(self) -> str:
        """Its id."""
        return self.manifest.release_id

    @property
    def bytes(self) -> int:
        """The size of its files together, as its manifest counts them."""
        return sum(file.bytes for file in self.manifest.files)


class Shelf:
    """The releases of a home: ``published/releases/``, with the link ``published/latest`` to the newest."""

    def __init__(self, home: Home) -> None:
        self.folder = home.published / "releases"
        self.pruned = self.folder / "pruned"
        self.link = home.published / "latest"

    def releases(self) -> list[Release]:
        """Return all releases from the first to the newest, those that only a manifest is left of too.

        Raises:
            ReleaseDamaged: a manifest cannot be read.
        """
        manifests = [*self.pruned.glob("*.json"), *self.folder.glob(f"[!.]*/{MANIFEST}")]
        found = {}
        for path in manifests:
            try:
                manifest, sha256 = read_manifest(path)
            except ReleaseDamaged as error:
                raise ReleaseDamaged(
                    f"{error} Put another copy there, or move it out of {self.folder}."
                ) from error
            folder = None if path.parent == self.pruned else path.parent
            found[manifest.release_id] = Release(manifest, sha256, folder)
        return sorted(found.values(), key=lambda release: (release.manifest.number, release.release_id))

    def kept(self) -> list[Release]:
        """Return the releases whose files are there, from the oldest to the newest."""
        return [release for release in self.releases() if release.folder]

    def clear_leftovers(self) -> None:
        """Remove what a killed run was writing or removing; nobody ever saw it as a release."""
        clear_leftovers(self.folder)
        clear_leftovers(self.link.parent, self.link.name)

    def put(self, written: Path, release_id: str) -> None:
        """Give a folder that is written and synced the name under which it is seen."""
        written.rename(self.folder / release_id)
        sync_folder(self.folder)

    def point_to(self, release_id: str) -> None:
        """Let ``published/latest`` lead to a release, swapped in one rename."""
        target = Path("releases") / release_id
        if self.link.is_symlink() and self.link.readlink() == target:
            return
        temporary = name_of_own(self.link)
        temporary.symlink_to(target)
        if self.link.is_dir() and not self.link.is_symlink():
            # who copied the home copied what the link led to: no rename replaces a folder by a link
            shutil.rmtree(self.link)
        temporary.replace(self.link)
        sync_folder(self.link.parent)

    def prune(self, release: Release) -> None:
        """Remove the files of a release and keep its manifest, so that the chain can still be followed."""
        assert release.folder is not None
        self.pruned.mkdir(exist_ok=True)
        replace_file(
            self.pruned / f"{release.release_id}.json", (release.folder / MANIFEST).read_bytes(), 0o444
        )
        # out of sight in one rename: a release is there or not, never half
        leaving = name_of_own(self.folder / release.release_id)
        release.folder.rename(leaving)
        sync_folder(self.folder)
        shutil.rmtree(leaving)
