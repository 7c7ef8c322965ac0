"""How long provision identity takes: for documents of doubling size, and over the whole history of the corpus."""

from __future__ import annotations

import gc
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import Opcodes
from rapidfuzz.distance.Indel import opcodes

from assets.provisions import Block, Tracked, Tracker, normalised, segment
from assets.provisions.similarity import words

FIELDS = (
    "Name",
    "Email",
    "Phone",
    "Postal address",
    "Account number",
    "Device identifier",
    "Cookies",
    "Location",
)
"""What long policies list again and again under every heading."""


def _lists(blocks: int, chance: random.Random) -> list[str]:
    """Return a document that is mostly equal list items: a heading and a sentence for every thirty."""
    found = []
    for at in range(blocks):
        if at % 30 == 0:
            found.append(f"## Purpose {at // 30 + 1}")
        elif at % 30 == 1:
            found.append(
                f"For purpose {at // 30 + 1} we use these data, and we keep them {at + 20} days at most."
            )
        else:
            found.append(f"* {chance.choice(FIELDS)}")
    return found


def _clauses(blocks: int, chance: random.Random) -> list[str]:
    """Return a document of clauses of 45 words from a vocabulary of 2,000, a tenth of them alike in pairs."""
    vocabulary = [f"word{number}" for number in range(2000)]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    found: list[str] = []
    for at in range(blocks):
        if at % 12 == 0:
            found.append(f"## {at // 12 + 1}. " + " ".join(chance.choices(vocabulary, weights, k=4)))
        elif at % 10 == 5:
            found.append(" ".join([*found[-1].split()[:-6], *chance.choices(vocabulary, k=8)]) + ".")
        else:
            found.append(" ".join(chance.choices(vocabulary, weights, k=45)) + ".")
    return found


def _edited(blocks: list[str], chance: random.Random) -> list[str]:
    """Return the document with 15% of its blocks edited, removed, inserted or moved."""
    found = list(blocks)
    for _ in range(len(blocks) * 15 // 100):
        at, kind = chance.randrange(len(found)), chance.randrange(4)
        if kind == 0:
            found[at] = f"{found[at]} once more {chance.randrange(1000)}"
        elif kind == 1:
            del found[at]
        else:
            found.insert(chance.randrange(len(found)), found[at] if kind == 2 else found.pop(at))
    return found


def _shuffled(blocks: list[str], chance: random.Random) -> list[str]:
    return chance.sample(blocks, len(blocks))


def _rewritten(blocks: list[str], chance: random.Random) -> list[str]:
    """Return the document with every clause changed and two of ten removed: nothing equal is left to hold on to."""
    found = []
    for block in blocks:
        own = block.split(" ")
        own[chance.randrange(len(own))] = "other"
        own.insert(chance.randrange(1, len(own) + 1), f"new{chance.randrange(500)}")
        if chance.random() > 0.2:
            found.append(" ".join(own))
    return found


def _in_one_block(blocks: list[str], chance: random.Random) -> list[str]:
    """Return the document with every paragraph break lost."""
    return [" ".join(blocks)]


CASES: list[
    tuple[str, Callable[[int, random.Random], list[str]], Callable[[list[str], random.Random], list[str]]]
] = [
    ("lists, 15% edited", _lists, _edited),
    ("lists, shuffled", _lists, _shuffled),
    ("lists, every item changed", _lists, _rewritten),
    ("clauses, 15% edited", _clauses, _edited),
    ("clauses, shuffled", _clauses, _shuffled),
    ("clauses, every one changed", _clauses, _rewritten),
    ("clauses, breaks all lost", _clauses, _in_one_block),
]


def scale() -> None:
    """Print what tracking a second version takes, for documents of doubling size, and the factor per doubling."""
    print(f"{'':<28}{'blocks':>8}{'words':>9}{'ms':>9}{'factor':>8}")
    for name, make, change in CASES:
        before = 0.0
        for size in (825, 1650, 3300):
            chance = random.Random(size)
            blocks = make(size, chance)
            old, new = (segment("\n\n".join(texts)) for texts in (blocks, change(blocks, chance)))
            tracker = Tracker("scale")
            tracker.track("v1", old)
            for block in new:
                normalised(block.text)
            gc.collect()
            started = time.process_time()
            tracker.track("v2", new)
            took = time.process_time() - started
            factor = f"{took / before:7.1f}x" if before else ""
            size_in_words = sum(len(text.split()) for text in blocks)
            print(f"{name:<28}{len(old):>8}{size_in_words:>9}{1000 * took:>9.0f}{factor:>8}")
            before = took


def speed(corpus: Path) -> None:
    """Track every recorded version of the corpus in order, with word differences of what was edited; print the rate."""
    with tempfile.TemporaryDirectory() as directory:
        repository = str(Path(directory) / "versions.git")
        bundle = str(corpus / "genai-dev-versions.bundle")
        subprocess.run(["git", "clone", "-q", "--bare", bundle, repository], check=True)
        cutting = tracking = diffing = 0.0
        versions = blocks = differences = 0
        slowest = 0.0
        for path, history in _histories(repository):
            tracker, wordings = Tracker(path), {}
            for number, markdown in enumerate(history):
                times = [time.process_time()]
                cut: list[Block] = segment(markdown)
                times.append(time.process_time())
                tracked = tracker.track(f"v{number}", cut)
                times.append(time.process_time())
                differences += _differences(tracked, wordings)
                times.append(time.process_time())
                cutting += times[1] - times[0]
                tracking += times[2] - times[1]
                diffing += times[3] - times[2]
                slowest = max(slowest, times[3] - times[1])
                versions, blocks = versions + 1, blocks + len(cut)
    rate = versions / (tracking + diffing)
    print(f"{versions} versions, {blocks} blocks, {differences} wordings compared word by word")
    print(
        f"hashing and aligning {tracking:.1f} s, diffing {diffing:.1f} s: {rate:.0f} versions/s; slowest {1000 * slowest:.0f} ms"
    )
    print(
        f"(cutting into blocks {cutting:.1f} s: {versions / (cutting + tracking + diffing):.0f} versions/s with it)"
    )


def _differences(tracked: list[Tracked], wordings: dict[str, str]) -> int:
    """Compare edited wordings with what they were, word by word; return how many there were."""
    compared = 0
    for item in tracked:
        if item.carried_by == "edited":
            edits: Opcodes = opcodes(words(wordings[item.provision_id]), words(item.block.text))
            compared += edits is not None
    for item in tracked:
        wordings[item.provision_id] = item.block.text
    return compared


def _histories(repository: str) -> list[tuple[str, list[str]]]:
    """Return all recorded texts of every document, oldest first, those that repeat the text before left out."""
    git = ["git", "-C", repository]
    log = subprocess.run(
        [*git, "log", "--topo-order", "--reverse", "--format=%x01%H", "--name-only", "-z", "--no-renames"],
        check=True,
        capture_output=True,
    ).stdout.decode()
    wanted: dict[str, list[str]] = {}
    for entry in log.split("\x01")[1:]:
        commit, *paths = entry.replace("\n", "\0").split("\0")
        for path in paths:
            if "/" in path and path.endswith(".md"):
                wanted.setdefault(path, []).append(commit)
    found = []
    for path in sorted(wanted):
        names = "".join(f"{commit}:{path}\n" for commit in wanted[path])
        texts: list[str] = []
        raw = subprocess.run(
            [*git, "cat-file", "--batch"], check=True, capture_output=True, input=names.encode()
        ).stdout
        while raw:
            head, _, raw = raw.partition(b"\n")
            if head.endswith(b"missing"):
                continue
            size = int(head.split()[-1])
            text = raw[:size].decode()
            raw = raw[size + 1 :]
            if not texts or texts[-1] != text:
                texts.append(text)
        found.append((path, texts))
    return found
