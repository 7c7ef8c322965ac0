"""How well provision identity survives known random edits of real documents, with difflib in the same run.

Run with the corpus (no part of the project):

    TERMSCAPE_CORPUS=../shared/corpus python tests/benchmarks/lineage.py [--documents 40] [--seed 1]

Takes the newest version of each document, mutates 5, 15 and 35% of its blocks (edit, insert from another
service's document, delete, move a block, move a section, renumber, rename a heading), and asks for the links
back. Prints, per rate of mutation: F1 of the links, the share of changed blocks linked right, F1 of the
blocks called moved, and the time a version takes.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assets.provisions import Block, Tracker, normalised, plain, segment
from assets.provisions.sequences import longest_chain

RATES = (0.05, 0.15, 0.35)
LEAST_BLOCKS = 20
"""Shorter documents have too few blocks for a rate of 5% to mean anything."""

Links = dict[int, tuple[int, bool]]
"""New place -> (old place, whether called moved)."""


@dataclass
class Slot:
    """A block of the mutated document: where it came from (``None``: inserted) and what happened to it."""

    block: Block
    origin: int | None
    changed: bool = False
    moved: bool = False


@dataclass
class Score:
    """Counts over all documents at one rate of mutation."""

    right: int = 0
    given: int = 0
    true: int = 0
    changed: int = 0
    changed_right: int = 0
    moved_right: int = 0
    moved_given: int = 0
    moved_true: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, slots: Sequence[Slot], links: Links) -> None:
        for place, slot in enumerate(slots):
            old, called_moved = links.get(place, (None, False))
            is_right = old is not None and old == slot.origin
            self.given += old is not None
            self.true += slot.origin is not None
            self.right += is_right
            self.changed += slot.changed
            self.changed_right += slot.changed and is_right
            self.moved_given += called_moved
            self.moved_true += slot.moved
            self.moved_right += called_moved and slot.moved and is_right

    def line(self) -> str:
        f1 = 2 * self.right / (self.given + self.true)
        moved = 2 * self.moved_right / max(1, self.moved_given + self.moved_true)
        recall = self.changed_right / max(1, self.changed)
        worst = sorted(self.seconds)[-1] * 1000
        mean = 1000 * sum(self.seconds) / len(self.seconds)
        return (
            f"link F1 {f1:.4f}   changed recall {recall:.4f}   moved F1 {moved:.3f}"
            f"   mean {mean:6.1f} ms   worst {worst:6.1f} ms"
        )


def documents(corpus: Path) -> dict[str, list[Block]]:
    """Return the blocks of the newest version of each document, by path."""
    with tempfile.TemporaryDirectory() as directory:
        repository = Path(directory) / "versions.git"
        bundle = str(corpus / "genai-dev-versions.bundle")
        subprocess.run(["git", "clone", "-q", "--bare", bundle, str(repository)], check=True)
        git = ["git", "-C", str(repository)]
        listed = subprocess.run(
            [*git, "ls-tree", "-rz", "--name-only", "HEAD"], check=True, capture_output=True
        )
        paths = [path for path in listed.stdout.decode().split("\0") if "/" in path and path.endswith(".md")]
        found = {}
        for path in paths:
            markdown = subprocess.run([*git, "show", f"HEAD:{path}"], check=True, capture_output=True).stdout
            found[path] = segment(markdown.decode())
        return found


def mutate(
    blocks: Sequence[Block], rate: float, foreign: Sequence[Block], chance: random.Random
) -> list[Slot]:
    """Return the document with about ``rate`` of its blocks changed, and what became of each."""
    slots = [Slot(block, at) for at, block in enumerate(blocks)]
    for _ in range(max(1, round(rate * len(blocks)))):
        operation = chance.choices(
            ["edit", "insert", "delete", "move", "section", "renumber", "rename"], [40, 15, 15, 10, 2, 8, 10]
        )[0]
        at = chance.randrange(len(slots))
        if operation == "insert":
            slots.insert(at, Slot(chance.choice(foreign), None))
        elif operation == "delete":
            if len(slots) > LEAST_BLOCKS // 2:
                del slots[at]
        elif operation == "move":
            slot = slots.pop(at)
            place = chance.randrange(len(slots) + 1)
            slot.moved = slot.origin is not None and place != at
            slots.insert(place, slot)
        elif operation == "section":
            _move_section(slots, at, chance)
        elif operation == "renumber":
            _rewrite(slots[at], f"{chance.randrange(1, 20)}\\. {plain(slots[at].block.text)}")
        elif operation == "rename":
            headings = [slot for slot in slots if slot.block.kind == "heading"]
            if headings:
                slot = chance.choice(headings)
                _rewrite(slot, _edited(slot.block.text, chance, 0.7, foreign))
        else:
            _rewrite(slots[at], _edited(slots[at].block.text, chance, chance.uniform(0.05, 0.4), foreign))
    return slots


def _move_section(slots: list[Slot], at: int, chance: random.Random) -> None:
    """Move a heading with the blocks down to the next one, up to twelve, elsewhere."""
    end = at + 1
    while end < len(slots) and end - at < 12 and slots[end].block.kind != "heading":
        end += 1
    section = slots[at:end]
    if len(section) > len(slots) // 3:
        return
    del slots[at:end]
    place = chance.randrange(len(slots) + 1)
    slots[place:place] = section
    for slot in section:
        slot.moved = slot.origin is not None and place != at


def _rewrite(slot: Slot, text: str) -> None:
    if normalised(text) and normalised(text) != normalised(slot.block.text):
        slot.changed = slot.origin is not None
        slot.block = replace(slot.block, text=text)


def _edited(text: str, chance: random.Random, share: float, foreign: Sequence[Block]) -> str:
    """Return the text with this share of its words replaced, removed or preceded by others."""
    is_chinese = any("\u3400" <= character <= "\u9fff" for character in text)
    words = list(text) if is_chinese else text.split()
    donors = chance.choice(foreign).text.split() + chance.choice(foreign).text.split()
    for _ in range(max(1, round(share * len(words)))):
        at = chance.randrange(len(words))
        kind = chance.randrange(3)
        if kind == 0:
            words[at] = chance.choice(donors)
        elif kind == 1 and len(words) > 1:
            del words[at]
        else:
            words.insert(at, chance.choice(donors))
    return ("" if is_chinese else " ").join(words)


def with_paths(slots: Sequence[Slot]) -> list[Block]:
    """Return the mutated blocks as a segmenter would give them: in order, under their present headings."""
    above: list[tuple[int, str]] = []
    found = []
    for ordinal, slot in enumerate(slots):
        block = slot.block
        if block.kind == "heading":
            above = [heading for heading in above if heading[0] < block.level]
        path = tuple(words for _, words in above)
        if block.kind == "heading":
            above = [*above, (block.level, plain(block.text))]
        found.append(replace(block, ordinal=ordinal, heading_path=path))
    return found


def _foreign(
    found: dict[str, list[Block]], paths: Sequence[str], path: str, chance: random.Random
) -> list[Block]:
    """Return the English blocks of a few other services' documents: words and clauses to insert."""
    others = [other for other in paths if other.split("/")[0] != path.split("/")[0]]
    blocks = [block for other in chance.sample(others, 3) for block in found[other]]
    return [block for block in blocks if max(block.text) < "\u0250" or "“" in block.text]


def by_tracker(old: Sequence[Block], new: Sequence[Block]) -> Links:
    """Link the blocks with Termscape's tracker."""
    tracker = Tracker("benchmark")
    places = {tracked.provision_id: at for at, tracked in enumerate(tracker.track("old", old))}
    carried = [
        (at, places[tracked.provision_id])
        for at, tracked in enumerate(tracker.track("new", new))
        if tracked.provision_id in places
    ]
    in_order = set(longest_chain([old_place for _, old_place in carried]))
    return {at: (old_place, turn not in in_order) for turn, (at, old_place) in enumerate(carried)}


def by_difflib(old: Sequence[Block], new: Sequence[Block]) -> Links:
    """Link equal runs, and the blocks of replaced runs in their order where half of their letters agree."""
    before = [normalised(block.text) for block in old]
    after = [normalised(block.text) for block in new]
    links: Links = {}
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for i, j in zip(range(i1, i2), range(j1, j2), strict=False):
            if tag == "equal" or difflib.SequenceMatcher(None, before[i], after[j]).ratio() >= 0.5:
                links[j] = (i, False)
    return links


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-difflib", action="store_true")
    arguments = parser.parse_args()
    if "TERMSCAPE_CORPUS" not in os.environ:
        parser.error("TERMSCAPE_CORPUS must name the corpus directory (captures.jsonl, the versions bundle)")
    found = documents(Path(os.environ["TERMSCAPE_CORPUS"]))
    paths = [path for path in sorted(found) if len(found[path]) >= LEAST_BLOCKS]
    chance = random.Random(arguments.seed)
    chance.shuffle(paths)
    linkers: dict[str, Callable[[Sequence[Block], Sequence[Block]], Links]] = {"termscape": by_tracker}
    if not arguments.without_difflib:
        linkers["difflib"] = by_difflib
    for rate in RATES:
        scores = {name: Score() for name in linkers}
        for path in paths[: arguments.documents]:
            slots = mutate(found[path], rate, _foreign(found, paths, path, chance), chance)
            new = with_paths(slots)
            for name, link in linkers.items():
                started = time.process_time()
                links = link(found[path], new)
                scores[name].seconds.append(time.process_time() - started)
                scores[name].add(slots, links)
        for name, score in scores.items():
            print(f"{rate:>4.0%}  {name:<10} {score.line()}")


if __name__ == "__main__":
    main()
