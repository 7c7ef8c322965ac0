"""How often the answers agree with a careful reader: stance, evidence, and passages that only look right.

Run with the corpus and the labels (neither is part of the project):

    TERMSCAPE_CORPUS=../shared/corpus python -m tests.benchmarks answer_accuracy [--quotes] [--platform NAME]

``TERMSCAPE_LABELS`` names the labels' directory (default: ``labels`` beside the corpus). A line a service, then
the figures of each label file (``assets.answers.scoring``). ``termscape eval answers`` does the same on a home.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_question
from assets.answers.model import Answer, Clause, PlatformDocuments
from assets.answers.scoring import Given, Labels, Score, Shown, read_labels, score, totals
from assets.names import document_id, slug
from assets.provisions.segmentation import segment

ASIDE = ("Bardeen", "Codeium", "Jasper", "Lovable", "Speechify")
"""Services kept aside while the rules of issue D were written; ai_training had been developed on all before."""
LEAST_WORDS = 50
"""A version with fewer words is held back by the pipeline (DESIGN section 5), so it counts as not captured."""


def load_platform(
    repository: Path, service: str, paths: Sequence[str]
) -> tuple[PlatformDocuments, dict[str, str]]:
    """Return the newest version of each document of a service, cut into clauses, and the Markdown by path."""
    clauses: list[Clause] = []
    captured: dict[str, str] = {}
    missing: list[str] = []
    texts: dict[str, str] = {}
    for path in paths:
        command = ["git", "-C", str(repository), "show", f"HEAD:{path}"]
        markdown = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        terms_type = Path(path).stem
        texts[path] = markdown
        if len(markdown.split()) < LEAST_WORDS:
            missing.append(terms_type)
            continue
        captured[terms_type] = path
        clauses.extend(clauses_of(markdown, path, document_id(service, terms_type), terms_type))
    return PlatformDocuments(slug(service), clauses, captured, missing), texts


def clauses_of(markdown: str, version_id: str, document: str, terms_type: str) -> Iterator[Clause]:
    """Yield the blocks of a version as clauses."""
    for block in segment(markdown):
        yield Clause(
            version_id=version_id,
            document_id=document,
            terms_type=terms_type,
            provision_id=f"{version_id}#{block.ordinal}",
            text=block.text,
            char_start=block.char_start,
            char_end=block.char_end,
            heading_path=tuple(block.heading_path),
            stem=block.stem,
            kind=block.kind,
            ordinal=block.ordinal,
        )


def given_by(labels: Labels, platform: PlatformDocuments, answers: Mapping[str, Answer]) -> Given:
    """Return what was answered as the label writes it; each quote once."""
    ours = [answers[question] for question in labels.questions]
    shown = dict.fromkeys(
        Shown(one.version_id, one.char_start, one.quote) for a in ours for one in a.evidence
    )
    stance = labels.stance({a.question_id: a.stance for a in ours})
    return Given(stance, tuple(shown), complete=not platform.missing)


def main() -> None:
    """Print the figures for the labelled services."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", action="store_true", help="print every answer with its quotes")
    parser.add_argument("--platform", help="only the service with this name")
    parser.add_argument("--question", action="append", help="only this label file; may be repeated")
    parser.add_argument("--without-aside", action="store_true", help="leave out the services kept aside")
    parser.add_argument("--only-aside", action="store_true", help="only the services kept aside")
    parser.add_argument("--labels", type=Path, help="the directory of labels")
    options = parser.parse_args()
    if "TERMSCAPE_CORPUS" not in os.environ:
        sys.exit("TERMSCAPE_CORPUS is not set: name the directory that holds genai-dev-versions.bundle")
    corpus = Path(os.environ["TERMSCAPE_CORPUS"]).resolve()
    directory = options.labels or Path(os.environ.get("TERMSCAPE_LABELS", corpus.parent / "labels"))
    labels = [one for one in read_labels(directory) if not options.question or one.name in options.question]
    services = {row["service"]: row["documents"] for one in labels for row in one.rows}
    questions = [load_question(question) for one in labels for question in one.questions]
    asker = Asker(questions)
    with tempfile.TemporaryDirectory() as temporary:
        repository = Path(temporary) / "versions.git"
        bundle = corpus / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        answered = {}
        for service, paths in services.items():
            if options.platform not in (None, service):
                continue
            if (options.without_aside and service in ASIDE) or (options.only_aside and service not in ASIDE):
                continue
            platform, texts = load_platform(repository, service, paths)
            answers = {one.question_id: one for one in answer_all(asker, platform)}
            answered[service] = (platform, texts, answers)
    for one in labels:
        print(f"-- {one.name}")
        scores = []
        for row in one.rows:
            if row["service"] not in answered:
                continue
            platform, texts, answers = answered[row["service"]]
            mark = score(one, row, given_by(one, platform, answers), texts)
            scores.append(mark)
            report(mark, [answers[question] for question in one.questions] if options.quotes else [])
        print(json.dumps(vars(totals(scores))))


def report(mark: Score, answers: Sequence[Answer]) -> None:
    """Print a line for a service, and its quotes if its answers are given."""
    hit = {None: "-", True: "hit", False: "MISS"}[mark.evidence_hit]
    right = (
        "ok"
        if mark.acceptable_right
        else "held"
        if mark.answered and "not_captured" in mark.given.stance
        else "WRONG"
    )
    aside = "aside" if mark.service in ASIDE else ""
    print(
        f"{mark.service:18} {right:5} {mark.given.stance:16} of {'/'.join(mark.acceptable):28} "
        f"evidence {hit:4} valid {mark.valid_excerpts}/{len(mark.given.shown)} {' '.join(mark.near_misses)} {aside}"
    )
    for one in answers:
        print(f"    {one.question_id}: {one.headline}\n    rules: {one.explanation}\n    {dict(one.value)}")
        for evidence in one.evidence:
            print(f"    [{evidence.role}] {evidence.version_id}@{evidence.char_start}: {evidence.quote!r}")


if __name__ == "__main__":
    main()
