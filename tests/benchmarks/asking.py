"""Ask questions of every service of the corpus and print the answers with their quotes, to be read by a person.

TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks.asking retention_period [--platform NAME] [--rejected]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_question
from assets.answers.units import units_by_document
from tests.benchmarks.answer_accuracy import ASIDE, load_platform


def main() -> None:
    """Print the answers; with ``--rejected`` also what was met and not taken for a statement, and why."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", nargs="+")
    parser.add_argument("--platform", help="only the service with this name")
    parser.add_argument("--rejected", action="store_true", help="print what was met and not taken, and why")
    parser.add_argument("--without-aside", action="store_true", help="leave out the services kept aside")
    options = parser.parse_args()
    if "TERMSCAPE_CORPUS" not in os.environ:
        sys.exit("TERMSCAPE_CORPUS is not set: name the directory that holds genai-dev-versions.bundle")
    questions = [load_question(question_id) for question_id in options.questions]
    asker = Asker(questions)
    with tempfile.TemporaryDirectory() as temporary:
        repository = Path(temporary) / "versions.git"
        bundle = Path(os.environ["TERMSCAPE_CORPUS"]).resolve() / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        command = ["git", "-C", str(repository), "ls-tree", "-rz", "--name-only", "HEAD"]
        listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
        services: dict[str, list[str]] = {}
        for path in listed:
            if path.endswith(".md") and path.count("/") == 1:
                services.setdefault(path.split("/")[0], []).append(path)
        for service, paths in services.items():
            if options.platform not in (None, service) or (options.without_aside and service in ASIDE):
                continue
            platform, _ = load_platform(repository, service, paths)
            for one in answer_all(asker, platform):
                values = {name: value for name, value in one.value.items() if value}
                print(f"{service:18} {one.question_id}: {one.stance} {one.confidence} {values}")
                print(f"    {one.headline}   rules: {one.explanation}")
                for evidence in one.evidence:
                    print(f"    [{evidence.role}] {evidence.version_id}: {' '.join(evidence.quote.split())}")
            if options.rejected:
                units = [unit for units in units_by_document(platform.clauses) for unit in units]
                for question_id, rejections in asker.statements.rejected(units).items():
                    for no in rejections:
                        print(
                            f"    - {question_id}/{no.statement.statement_id}: {no.reason}: {no.unit.text[:300]}"
                        )


if __name__ == "__main__":
    main()
