"""How often the topics shown without a question mark are right, on real provisions that were read by hand.

    TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks topic_precision

``topic_verdicts.csv`` holds a verdict on each topic that was shown for a random sample of the distinct provisions
of the newest versions: ``sample`` tells those read while rules and exemplars were still changed (``tuning``), those by
which ``ON_REAL_TEXT`` was then chosen (``threshold``), and those read after that (``honest``). A provision is known by the SHA-256 of its text; no text is kept. Prints the
precision of each topic and over the twelve commonest, with debatable ones as half right and as wrong. Labels
without a verdict (given since the sample was read) are counted, not judged. ``--sample SEED SIZE`` prints
provisions without verdicts with their topics, to read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from assets.provisions.segmentation import segment
from assets.topics.choosing import load_classifier
from assets.topics.model import Provision, TopicLabel
from assets.topics.sentences import UNLABELLED_KINDS
from tests.benchmarks.corpus import corpus_folder

VERDICTS = Path(__file__).with_name("topic_verdicts.csv")
COMMONEST = 12
WORTH = {"right": 1.0, "debatable": 0.5, "wrong": 0.0}


def sha_of(text: str) -> str:
    """Return what a provision is known by."""
    return hashlib.sha256(text.encode()).hexdigest()


def provisions_of_bundle(bundle: Path) -> dict[str, Provision]:
    """Return the distinct provisions of the newest versions, by the hash of their text."""
    found: dict[str, Provision] = {}
    with tempfile.TemporaryDirectory() as directory:
        repository = Path(directory) / "versions.git"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)

        def git(*arguments: str) -> str:
            command = ["git", "-C", str(repository), *arguments]
            return subprocess.run(command, check=True, capture_output=True).stdout.decode()

        paths = git("ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
        for path in sorted(path for path in paths if path.endswith(".md") and "/" in path):
            for block in segment(git("show", f"HEAD:{path}")):
                if block.kind not in UNLABELLED_KINDS:
                    provision = Provision(
                        block.text, tuple(block.heading_path), block.stem, block.kind, Path(path).stem
                    )
                    found.setdefault(sha_of(block.text), provision)
    return found


def read_verdicts() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (sample, verdict) by provision and topic."""
    with VERDICTS.open(encoding="utf-8", newline="") as stream:
        return {
            (row["sha256"], row["topic"]): (row["sample"], row["verdict"]) for row in csv.DictReader(stream)
        }


def shown(labels: Sequence[TopicLabel]) -> list[str]:
    """Return the topics shown without a question mark."""
    return [label.topic_id for label in labels if label.band == "automatic"]


def report(
    sample: str,
    labels: Mapping[str, Sequence[TopicLabel]],
    verdicts: Mapping[tuple[str, str], tuple[str, str]],
) -> None:
    """Print the precision over one sample."""
    by_topic: dict[str, Counter[str]] = defaultdict(Counter)
    read = {sha for (sha, _), (of, _) in verdicts.items() if of == sample and sha in labels}
    unread = 0
    for sha in sorted(read):
        for topic in shown(labels[sha]):
            judged = verdicts.get((sha, topic))
            if judged:
                by_topic[topic][judged[1]] += 1
            else:
                unread += 1
    ranked = sorted(by_topic.items(), key=lambda item: (-item[1].total(), item[0]))
    print(
        f"{sample}: {len(read)} provisions, {sum(c.total() for c in by_topic.values())} topics shown, {unread} unread"
    )
    for name, chosen in ((f"the {COMMONEST} commonest", ranked[:COMMONEST]), ("all", ranked)):
        total: Counter[str] = sum((counts for _, counts in chosen), Counter())
        if total.total():
            half = sum(WORTH[verdict] * count for verdict, count in total.items()) / total.total()
            print(
                f"  precision over {name}: {half:.3f} (debatable as wrong: {total['right'] / total.total():.3f})"
            )
    for topic, counts in ranked:
        print(f"  {topic:32} " + "  ".join(f"{verdict} {counts[verdict]}" for verdict in WORTH))


def print_sample(
    seed: int, size: int, provisions: Mapping[str, Provision], labels: Mapping[str, Sequence[TopicLabel]]
) -> None:
    """Print provisions that nobody has read yet, with the topics shown."""
    known = {sha for sha, _ in read_verdicts()}
    chosen = random.Random(seed).sample(sorted(set(provisions) - known), size)
    for number, sha in enumerate(chosen):
        one = provisions[sha]
        above = " > ".join(one.heading_path[-2:])
        print(
            f"{number} {sha[:12]} [{one.terms_type} | {above} | {(one.stem or '')[-160:]}]\n  {one.text[:700]}"
        )
        print("  ->", ", ".join(shown(labels[sha])) or "-")


def main() -> None:
    """Print the figures, or a sample to read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", nargs=2, type=int, metavar=("SEED", "SIZE"))
    options = parser.parse_args()
    provisions = provisions_of_bundle(corpus_folder() / "genai-dev-versions.bundle")
    classifier = load_classifier()
    classifier.label_all(list(provisions.values())[:1])
    started = time.process_time()
    labels = dict(zip(provisions, classifier.label_all(list(provisions.values())), strict=True))
    seconds = time.process_time() - started
    if options.sample:
        print_sample(*options.sample, provisions, labels)
        return
    print(f"{len(provisions)} distinct provisions labelled, {len(provisions) / seconds:.0f} a CPU second")
    verdicts = read_verdicts()
    for sample in ("tuning", "threshold", "honest"):
        report(sample, labels, verdicts)


if __name__ == "__main__":
    main()
