"""Every provision that changed between two published versions of the real corpus, with both wordings."""

from __future__ import annotations

import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets.captures.git_history import Change, blob_reader, changes
from assets.changes.model import Operation, Wording
from assets.provisions import Block, Tracked, Tracker, segment
from assets.versions.timeline import Candidate, TimelineState
from tests.benchmarks.corpus import corpus_folder


@dataclass(frozen=True)
class ChangedProvision:
    """One provision's change: where it stands (``ordinal`` in the older and the newer version) and its wordings."""

    service: str
    terms_type: str
    old_commit: str
    new_commit: str
    old_ordinal: int | None
    new_ordinal: int | None
    operation: Operation
    before: Wording | None
    after: Wording | None

    @property
    def key(self) -> tuple[str, ...]:
        """What names it in a file of labels."""
        places = ("" if n is None else str(n) for n in (self.old_ordinal, self.new_ordinal))
        return (self.service, self.terms_type, self.old_commit[:12], self.new_commit[:12], *places)


def changed_provisions() -> Iterator[ChangedProvision]:
    """Yield the changed provisions of the corpus named by TERMSCAPE_CORPUS, document by document, in order of time.

    Only versions that the timeline publishes are compared: what is noise as a whole never reaches this stage.
    """
    bundle = corpus_folder() / "genai-dev-versions.bundle"
    with tempfile.TemporaryDirectory(prefix="termscape-bench-") as scratch:
        repository = Path(scratch) / "v.git"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        documents: dict[str, list[Change]] = defaultdict(list)
        for change in changes(repository):
            if change.path.count("/") == 1 and change.path.endswith(".md"):
                documents[change.path].append(change)
        for path in sorted(documents):
            yield from _of_document(repository, path, documents[path])


def _of_document(repository: Path, path: str, history: list[Change]) -> Iterator[ChangedProvision]:
    service, terms_type = path.removesuffix(".md").split("/")
    terms_type = str(terms_type)
    timeline, tracker = TimelineState(), Tracker(path)
    before: tuple[str, dict[str, Tracked]] | None = None
    with blob_reader(repository) as reader:
        for change in history:
            (body,) = reader.read([change.blob or ""])
            if body is None:
                continue
            markdown = body.decode("utf-8", "replace")
            decision = timeline.observe(Candidate(markdown, change.authored_at, key=change.commit))
            if decision.outcome != "version" or decision.status != "published":
                continue
            tracked = tracker.track(change.commit, segment(markdown))
            after = (change.commit, {one.provision_id: one for one in tracked})
            if before is not None:
                yield from _between(service, terms_type, before, after)
            before = after


def _between(
    service: str,
    terms_type: str,
    old: tuple[str, dict[str, Tracked]],
    new: tuple[str, dict[str, Tracked]],
) -> Iterator[ChangedProvision]:
    for provision_id in [*new[1], *(gone for gone in old[1] if gone not in new[1])]:
        was, became = old[1].get(provision_id), new[1].get(provision_id)
        if was and became and was.text_sha256 == became.text_sha256:
            continue
        operation: Operation = "modified" if was and became else "added" if became else "removed"
        yield ChangedProvision(
            service,
            terms_type,
            old[0],
            new[0],
            was.block.ordinal if was else None,
            became.block.ordinal if became else None,
            operation,
            _wording(was.block, terms_type) if was else None,
            _wording(became.block, terms_type) if became else None,
        )


def _wording(block: Block, terms_type: str) -> Wording:
    return Wording(block.text, block.kind, block.heading_path, block.stem, terms_type=terms_type)
