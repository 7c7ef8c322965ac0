"""How well provision identity survives known random edits of real documents, with difflib in the same run.

Run with the corpus (no part of the project):

    TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks lineage
    ... python tests/benchmarks/lineage.py [--part held-out|developing|all] [--generator NAME] [--seeds 2]
    ... python tests/benchmarks/lineage.py --scale | --speed

Takes the newest version of each document, changes 5, 15 and 35% of its blocks by two generators of edits
(lineage_edits.py), and asks for the links back. A document is held out when the first hexadecimal digit of the
SHA-256 of its path is 8 or more, or its service's hash begins with 0 to 3: those were not looked at while the
rules were written.

A link is a pair of an old and a new block. A split counts as one link from the old block to each part, a merge
as one from each old block to the new one; each is right only if both ends are exactly the true ones. *Changed
recall*: the share of true links to blocks that were changed (edited, renumbered, renamed, split, merged) that were
found. *Moved F1*: blocks called moved against blocks that the generator moved; *by order*: against the blocks out
of the longest run of the true links, which is what can be seen. Then the recall of each operation: all links of
the block right and none wrong; for ``insert``, no link at all.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assets.provisions import Block, normalised, segment
from assets.provisions.lineage import compare_texts, link_blocks
from assets.provisions.sequences import longest_chain
from tests.benchmarks import lineage_speed
from tests.benchmarks.corpus import corpus_folder
from tests.benchmarks.lineage_edits import GENERATORS, Slot, mutate, rendered, with_paths

RATES = (0.05, 0.15, 0.35)
LEAST_BLOCKS = 20
"""Shorter documents have too few blocks for a rate of 5% to mean anything."""
CHANGED = {"edit", "renumber", "rename", "split", "merge", "swap", "typo", "case", "number"}

Links = set[tuple[int, int]]
"""Pairs of an old and a new place."""
Linker = Callable[[Sequence[Block], Sequence[Block]], tuple[Links, set[int]]]
"""Gives the links, and the new places called moved."""


@dataclass
class Score:
    """Counts over all documents at one rate of mutation."""

    right: int = 0
    given: int = 0
    true: int = 0
    changed: int = 0
    changed_right: int = 0
    moved: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    done_right: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, slots: Sequence[Slot], links: Links, called_moved: set[int]) -> None:
        """Count the links of a document."""
        true = {(o, n) for n, slot in enumerate(slots) for o in slot.origins}
        self.right += len(links & true)
        self.given += len(links)
        self.true += len(true)
        out_of_order = _out_of_order(true)
        given_of: dict[int, set[int]] = {}
        for o, n in links:
            given_of.setdefault(n, set()).add(o)
        for n, slot in enumerate(slots):
            got = given_of.get(n, set())
            is_right = got == set(slot.origins)
            if slot.done & CHANGED and slot.origins:
                self.changed += len(slot.origins)
                self.changed_right += len(got & set(slot.origins))
            for name in slot.done:
                self.done[name] += 1
                self.done_right[name] += is_right
            if slot.origins:
                for kind, is_moved in (("performed", "move" in slot.done), ("order", n in out_of_order)):
                    self.moved[kind, "true"] += is_moved
                    self.moved[kind, "right"] += (
                        is_moved and n in called_moved and bool(got & set(slot.origins))
                    )
            self.moved["given"] += n in called_moved

    def line(self) -> str:
        """Return the figures in a line."""
        f1 = 2 * self.right / (self.given + self.true)
        moved = {
            kind: 2 * self.moved[kind, "right"] / max(1, self.moved["given"] + self.moved[kind, "true"])
            for kind in ("performed", "order")
        }
        recall = self.changed_right / max(1, self.changed)
        mean = 1000 * sum(self.seconds) / len(self.seconds)
        return (
            f"link F1 {f1:.4f}  changed recall {recall:.4f}  moved F1 {moved['performed']:.3f}"
            f" (by order {moved['order']:.3f})  mean {mean:5.1f} ms  worst {1000 * max(self.seconds):6.1f} ms"
        )

    def operations(self) -> str:
        """Return the recall of each operation in a line."""
        return "  ".join(
            f"{name} {self.done_right[name] / count:.3f} ({count})"
            for name, count in sorted(self.done.items())
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


def is_held_out(path: str) -> bool:
    """Tell whether a document was kept for measuring: by a hash of its path, or of its service."""
    service = path.split("/")[0]
    return _digit(path) >= 8 or _digit(service) < 4


def _digit(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[0], 16)


def _out_of_order(true: Iterable[tuple[int, int]]) -> set[int]:
    """Return the new places out of the longest run of these links that keeps its order."""
    first: dict[int, int] = {}
    for o, n in sorted(true):
        first.setdefault(n, o)
    # Two parts of one block are in order: the second counts as a little behind the first.
    news = sorted(first)
    ranks = {pair: rank for rank, pair in enumerate(sorted((first[n], n) for n in news))}
    kept = {news[at] for at in longest_chain([ranks[first[n], n] for n in news])}
    return set(news) - kept


def _foreign(
    found: dict[str, list[Block]], paths: Sequence[str], path: str, chance: random.Random
) -> list[Block]:
    """Return the English blocks of a few other services' documents: words and clauses to insert."""
    others = [other for other in paths if other.split("/")[0] != path.split("/")[0]]
    blocks = [block for other in chance.sample(others, 3) for block in found[other]]
    return [block for block in blocks if max(block.text) < "\u0250" or "“" in block.text]


def by_termscape(old: Sequence[Block], new: Sequence[Block]) -> tuple[Links, set[int]]:
    """Link the blocks as Termscape does."""
    links = link_blocks(old, new)
    pairs = {(o, n) for link in links for o in link.old for n in link.new}
    return pairs, {n for link in links for n in link.new if link.moved}


def by_markdown(old: Sequence[Block], new: Sequence[Block]) -> tuple[Links, set[int]]:
    """Link the blocks as Termscape does from two Markdown files: cut anew, and told apart by their offsets."""
    (before, old_spans), (after, new_spans) = rendered(old), rendered(new)
    found = compare_texts(before, after)
    old_at, new_at = _holders(found.old, old_spans), _holders(found.new, new_spans)
    pairs = {(old_at[o], new_at[n]) for link in found.links for o in link.old for n in link.new}
    return pairs, {new_at[n] for link in found.links for n in link.new if link.moved}


def _holders(blocks: Sequence[Block], spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each block the place whose span holds most of it."""
    starts = [start for start, _ in spans]
    found = []
    for block in blocks:
        first = max(0, bisect_right(starts, block.char_start) - 1)
        last = max(first + 1, bisect_right(starts, block.char_end - 1))
        found.append(
            max(
                range(first, last),
                key=lambda at: min(block.char_end, spans[at][1]) - max(block.char_start, spans[at][0]),
            )
        )
    return found


def by_difflib(old: Sequence[Block], new: Sequence[Block]) -> tuple[Links, set[int]]:
    """Link equal runs, and the blocks of replaced runs in their order where half of their letters agree."""
    before = [normalised(block.text) for block in old]
    after = [normalised(block.text) for block in new]
    links: Links = set()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for i, j in zip(range(i1, i2), range(j1, j2), strict=False):
            if tag == "equal" or difflib.SequenceMatcher(None, before[i], after[j]).ratio() >= 0.5:
                links.add((i, j))
    return links, set()


def measure(
    found: dict[str, list[Block]],
    paths: Sequence[str],
    generator: str,
    linkers: dict[str, Linker],
    seeds: int,
) -> None:
    """Mutate these documents at each rate and print what each linker makes of it."""
    usable = sorted(path for path in found if len(found[path]) >= LEAST_BLOCKS)
    for rate in RATES:
        scores = {name: Score() for name in linkers}
        for seed in range(1, seeds + 1):
            for path in paths:
                chance = random.Random(f"{seed} {rate} {generator} {path}")
                slots = mutate(found[path], rate, _foreign(found, usable, path, chance), chance, generator)
                new = with_paths(slots)
                for name, link in linkers.items():
                    started = time.process_time()
                    links, moved = link(found[path], new)
                    scores[name].seconds.append(time.process_time() - started)
                    scores[name].add(slots, links, moved)
        for name, score in scores.items():
            print(f"{rate:>4.0%}  {name:<9}  {score.line()}")
            if name != "difflib":
                print(f"      by operation  {score.operations()}")


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=["held-out", "developing", "all"], default="held-out")
    parser.add_argument("--generator", choices=sorted(GENERATORS), action="append")
    parser.add_argument("--seeds", type=int, default=1, help="how often each document is mutated")
    parser.add_argument("--without-difflib", action="store_true")
    parser.add_argument(
        "--markdown", action="store_true", help="also from Markdown files: cutting into blocks included"
    )
    parser.add_argument("--scale", action="store_true", help="only: times for documents of doubling size")
    parser.add_argument("--speed", action="store_true", help="only: versions a second over the whole history")
    arguments = parser.parse_args()
    if arguments.scale:
        lineage_speed.scale()
        return
    corpus = corpus_folder()
    if arguments.speed:
        lineage_speed.speed(corpus)
        return
    found = documents(corpus)
    chosen = [
        path
        for path in sorted(found)
        if len(found[path]) >= LEAST_BLOCKS
        and arguments.part in ("all", "held-out" if is_held_out(path) else "developing")
    ]
    linkers: dict[str, Linker] = {"termscape": by_termscape}
    if arguments.markdown:
        linkers["markdown"] = by_markdown
    if not arguments.without_difflib:
        linkers["difflib"] = by_difflib
    services = len({path.split("/")[0] for path in chosen})
    for generator in arguments.generator or GENERATORS:
        print(f"\n{generator}: {len(chosen)} documents of {services} services ({arguments.part})")
        measure(found, chosen, generator, linkers, arguments.seeds)


if __name__ == "__main__":
    main()
