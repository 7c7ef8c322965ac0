"""Writing pages into a folder, page by page, and counting what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from assets.site.addresses import file_of
from assets.site.environment import render
from assets.site.model import Built, Page, Site


@dataclass
class Tally:
    """What was written so far: files by kind of page, bytes, and the heaviest page."""

    kinds: Counter[str] = field(default_factory=Counter)
    files: int = 0
    bytes: int = 0
    heaviest: tuple[str, int] = ("", 0)

    def add(self, other: Tally) -> None:
        """Count what another wrote too."""
        self.kinds += other.kinds
        self.files += other.files
        self.bytes += other.bytes
        self.heaviest = max(self.heaviest, other.heaviest, key=lambda one: (one[1], one[0]))

    def built(self) -> Built:
        """Return the counts."""
        return Built(
            sum(self.kinds.values()), self.files, self.bytes, self.heaviest, dict(sorted(self.kinds.items()))
        )


def write_pages(pages: Iterable[Page], site: Site, folder: Path) -> Tally:
    """Write pages below a folder; return what was written."""
    tally = Tally()
    for page in pages:
        content = render(page, site).encode()
        write_file(folder / file_of(page.address), content, tally)
        tally.kinds[page.kind] += 1
        tally.heaviest = max(tally.heaviest, (page.address, len(content)), key=lambda one: (one[1], one[0]))
    return tally


def write_file(path: Path, content: bytes, tally: Tally) -> None:
    """Write one file; nobody reads the folder yet, so it need not be atomic."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    tally.files += 1
    tally.bytes += len(content)
