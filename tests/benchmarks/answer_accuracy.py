"""How often the answers agree with a careful reader: stance, evidence, and passages that only look right.

Run with the corpus and the labels (neither is part of the project):

    TERMSCAPE_CORPUS=../shared/corpus python tests/benchmarks/answer_accuracy.py [--quotes] [--platform NAME]

``TERMSCAPE_LABELS`` names the labels' directory (default: ``labels`` beside the corpus). Prints the rate of
acceptable stances, the rate of platforms for which a quote overlaps a labelled passage, the near misses
shown as evidence (``hard`` ones are the gravest error), and a line a platform.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assets.answers.answering import answer
from assets.answers.model import Answer, Clause, PlatformDocuments
from assets.answers.questions import load_question
from assets.names import document_id, slug
from assets.provisions.segmentation import segment

LEAST_WORDS = 50
"""A version with fewer words is held back by the pipeline (DESIGN section 5), so it counts as not captured."""


@dataclass
class Score:
    """The comparison of one answer with its label."""

    service: str
    answer: Answer
    expected: Sequence[str]
    stance_right: bool
    evidence_hit: bool | None
    near_misses: list[str] = field(default_factory=list)
    misses_not_captured: bool = False


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


def score(service: str, label: Mapping[str, Any], repository: Path, plain: Callable[[str], str]) -> Score:
    """Answer for one service and compare with its label; every quote is checked against its version."""
    platform, texts = load_platform(repository, service, label["documents"])
    result = answer(load_question("ai_training"), platform)
    for one in result.evidence:
        assert texts[one.version_id][one.char_start : one.char_end] == one.quote, (service, one)
    plains = {path: plain(text) for path, text in texts.items()}
    spans = [
        (one.version_id, located(plains[one.version_id], plain(one.quote), one, texts))
        for one in result.evidence
    ]
    passages = [*label["evidence"], *label["alt_evidence"]]
    hit = any(
        path == passage["path"] and overlaps(span, passage["span"])
        for path, span in spans
        for passage in passages
    )
    pattern = label.get("alt_rule")
    if pattern and result.stance == "improve_only":
        hit = hit or any(re.search(pattern, plain(one.quote), re.IGNORECASE) for one in result.evidence)
    near = [
        f"{miss['severity']}:{miss['kind']}"
        for miss in label["near_misses"]
        if any(path == miss["path"] and overlaps(span, miss["span"]) for path, span in spans)
    ]
    accepted = label["acceptable_stances"]
    right = result.stance in accepted
    withheld = result.stance == "not_captured" and bool(platform.missing)
    needed = bool(label["evidence"]) and label["stance"] != "silent"
    return Score(service, result, accepted, right, hit if needed else None, near, withheld)


def located(document: str, quote: str, evidence: Any, texts: Mapping[str, str]) -> tuple[int, int]:
    """Return where a quote stands in the plain text: of its occurrences the one nearest its place."""
    expected = evidence.char_start / max(1, len(texts[evidence.version_id])) * len(document)
    starts = [match.start() for match in re.finditer(re.escape(quote), document)]
    if not starts:
        starts = [match.start() for match in re.finditer(re.escape(quote[:60].strip()), document)] or [
            -10_000
        ]
    start = min(starts, key=lambda place: abs(place - expected))
    return start, start + len(quote)


def overlaps(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two half-open spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def main() -> None:
    """Print the figures for the labelled services."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", action="store_true", help="print every answer with its quotes")
    parser.add_argument("--platform", help="only the service with this name")
    options = parser.parse_args()
    if "TERMSCAPE_CORPUS" not in os.environ:
        sys.exit("TERMSCAPE_CORPUS is not set: name the directory that holds genai-dev-versions.bundle")
    corpus = Path(os.environ["TERMSCAPE_CORPUS"]).resolve()
    labels = Path(os.environ.get("TERMSCAPE_LABELS", corpus.parent / "labels"))
    specification = importlib.util.spec_from_file_location("plaintext", labels / "plaintext.py")
    assert specification and specification.loader
    plaintext = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(plaintext)
    rows = [
        json.loads(line) for line in (labels / "ai_training.jsonl").read_text().splitlines() if line.strip()
    ]
    with tempfile.TemporaryDirectory() as directory:
        repository = Path(directory) / "versions.git"
        bundle = corpus / "genai-dev-versions.bundle"
        subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
        scores = [
            score(row["service"], row, repository, plaintext.plain)
            for row in rows
            if options.platform in (None, row["service"])
        ]
    report(scores, options.quotes)


def report(scores: Sequence[Score], quotes: bool) -> None:
    """Print a line a service and the totals."""
    for one in scores:
        hit = {None: "-", True: "hit", False: "MISS"}[one.evidence_hit]
        right = "ok" if one.stance_right else "held" if one.misses_not_captured else "WRONG"
        print(
            f"{one.service:18} {right:5} {one.answer.stance:14} of {'/'.join(one.expected):28} "
            f"evidence {hit:4} {one.answer.confidence:4.2f} {' '.join(one.near_misses)}"
        )
        if quotes:
            print(
                f"    {one.answer.headline}\n    rules: {one.answer.explanation}\n    {dict(one.answer.value)}"
            )
            for evidence in one.answer.evidence:
                print(
                    f"    [{evidence.role}] {evidence.version_id}@{evidence.char_start}: {evidence.quote!r}"
                )
    judged = [one for one in scores if one.evidence_hit is not None]
    hard = sum(miss.startswith("hard") for one in scores for miss in one.near_misses)
    soft = sum(miss.startswith("soft") for one in scores for miss in one.near_misses)
    right = sum(one.stance_right for one in scores)
    hits = sum(bool(one.evidence_hit) for one in judged)
    print(f"stance acceptable {right}/{len(scores)} = {right / len(scores):.2f}", end="")
    print(f" (+{sum(one.misses_not_captured for one in scores)} answered not_captured: a document is empty)")
    print(f"evidence hit {hits}/{len(judged)} = {hits / max(1, len(judged)):.2f}")
    print(f"near misses shown: {hard} hard, {soft} soft")


if __name__ == "__main__":
    main()
