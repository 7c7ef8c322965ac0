"""How fast provisions are classified and read for their stances, on the newest versions of the real corpus.

    TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks reading_speed

One process. Each round labels every provision of every document with its topics (``provisions`` counts them with
headings left out), and answers all questions of every platform, its documents never read before in this process
(the index of patterns and compiled patterns stay, as they do in a run). The first round also fits or loads and
compiles; the median of the others is quoted.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_questions
from assets.answers.model import PlatformDocuments
from assets.topics.choosing import load_classifier
from assets.topics.model import Provision
from assets.topics.sentences import UNLABELLED_KINDS
from tests.benchmarks.answer_accuracy import load_platform
from tests.benchmarks.corpus import corpus_folder

ROUNDS = 4


def main() -> None:
    """Print provisions a CPU second for topics, stances, and both."""
    with tempfile.TemporaryDirectory() as directory:
        repository = Path(directory) / "versions.git"
        bundle = corpus_folder() / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        command = ["git", "-C", str(repository), "ls-tree", "-rz", "--name-only", "HEAD"]
        listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
        paths: dict[str, list[str]] = {}
        for path in listed:
            if path.endswith(".md") and "/" in path:
                paths.setdefault(path.split("/")[0], []).append(path)
        platforms = [
            load_platform(repository, service, several)[0] for service, several in sorted(paths.items())
        ]
    measure(platforms)


def measure(platforms: list[PlatformDocuments]) -> None:
    """Print the rates of some rounds over these platforms."""
    provisions = [
        Provision(clause.text, clause.heading_path, clause.stem, clause.kind, clause.terms_type)
        for platform in platforms
        for clause in platform.clauses
        if clause.kind not in UNLABELLED_KINDS
    ]
    questions = load_questions()
    classifier = load_classifier()
    seconds: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        started = time.process_time()
        classifier.label_all(provisions)
        labelled = time.process_time()
        asker = Asker(questions)
        for platform in platforms:
            answer_all(asker, platform)
        answered = time.process_time()
        seconds.append((labelled - started, answered - labelled))
        print(
            f"round {number + 1}: topics {labelled - started:.2f} s, stances {answered - labelled:.2f} s CPU"
        )
    topics, stances = (statistics.median(part) for part in zip(*seconds[1:], strict=True))
    count = len(provisions)
    print(
        f"{count} provisions of {len(platforms)} platforms, {len(questions)} questions; a CPU second: "
        f"topics {count / topics:.0f}, stances {count / stances:.0f}, both {count / (topics + stances):.0f}"
    )


if __name__ == "__main__":
    main()
