"""Check the claims that ship against the newest texts of the corpus, and compare with verdicts decided by reading.

TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks.claims [--quotes]
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_questions
from assets.answers.claiming.checking import of_answers, of_statements
from assets.answers.claiming.claim_file import CLAIMS_DIRECTORY, read_claims
from assets.answers.claiming.joining import together
from assets.answers.claiming.model import Claim, Finding, QuestionPart
from assets.answers.history import Interval
from assets.answers.model import Answer, PlatformDocuments
from assets.answers.questions import Question
from assets.topics.taxonomy import load_taxonomy
from tests.benchmarks.answer_accuracy import load_platform
from tests.benchmarks.corpus import corpus_folder

VERDICTS = Path(__file__).with_name("claim_verdicts.csv")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Any time: only the newest texts are read."""


def main() -> None:
    """Print each claim with its verdict beside ours, and how many agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", action="store_true", help="print reasons and quotes")
    options = parser.parse_args()
    with VERDICTS.open(encoding="utf-8") as file:
        ours = {row["claim_id"]: row for row in csv.DictReader(file)}
    agreed = defended = 0
    found = verdicts_on_corpus(corpus_folder())
    for claim, finding in found:
        row = ours[claim.claim_id.split("/")[1]]
        same = finding.verdict == row["verdict"]
        agreed += same
        defended += same or finding.verdict in row["also_acceptable"].split(";")
        print(
            f"{'  ' if same else '!!'} {claim.claim_id.split('/')[1]:32} {finding.verdict:14} ours: {row['verdict']}"
        )
        if options.quotes:
            print(f"     {finding.reason}")
            for quote in finding.quotes:
                print(f"     [{quote.role}] {quote.version_id}: {' '.join(quote.quote.split())}")
    print(f"{agreed} of {len(found)} as we read, {defended} as a careful reader could")


def verdicts_on_corpus(corpus: Path) -> list[tuple[Claim, Finding]]:
    """Return the claims that ship, each with what the newest texts of the corpus make of it.

    Topics are not given here: statements are read wherever they stand.
    """
    questions = load_questions()
    topics = {topic.topic_id for topic in load_taxonomy().topics}
    claims = [
        c for file in sorted(CLAIMS_DIRECTORY.glob("*.yaml")) for c in read_claims(file, questions, topics)
    ]
    with tempfile.TemporaryDirectory() as temporary:
        repository = Path(temporary) / "versions.git"
        bundle = corpus.resolve() / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        listed = subprocess.run(
            ["git", "-C", str(repository), "ls-tree", "-rz", "--name-only", "HEAD"],
            check=True,
            capture_output=True,
        ).stdout.decode()
        paths = [path for path in listed.split("\0") if path.endswith(".md")]
        platforms = {
            name: load_platform(repository, name, [path for path in paths if path.startswith(f"{name}/")])[0]
            for name in {claim.platform for claim in claims}
        }
    return [(claim, _finding(claim, questions, platforms[claim.platform])) for claim in claims]


def _finding(claim: Claim, questions: list[Question] | Any, platform: PlatformDocuments) -> Finding:
    if not claim.parts:
        return Finding("not_checkable", claim.not_checkable, (), (), "not_checkable")
    known = {question.question_id: question for question in questions}
    parts = []
    for part in claim.parts:
        if isinstance(part, QuestionPart):
            [answer] = answer_all(Asker([known[part.question_id]]), platform)
            parts.append(of_answers(part, [_row(answer)]))
        else:
            [answer] = answer_all(Asker([part.question]), platform)
            parts.append(of_statements(part, [Interval(answer, "first_look", NOW, None)]))
    return together(parts, claim.join)[-1]


def _row(answer: Answer) -> dict[str, Any]:
    return {
        "stance": answer.stance,
        "headline": answer.headline,
        "evidence": [vars(one) for one in answer.evidence],
        "documents_searched": answer.documents_searched,
        "cause": "first_look",
        "valid_from": NOW,
        "valid_from_earliest": None,
        "valid_to": None,
        "valid_to_earliest": None,
    }


if __name__ == "__main__":
    main()
