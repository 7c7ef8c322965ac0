"""On the real corpus: quotes are in the documents, and passages that only look right are not shown."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_question
from assets.answers.scoring import read_labels, score
from tests.benchmarks.answer_accuracy import given_by, load_platform

pytestmark = pytest.mark.corpus
SOME = ("Midjourney", "SOUNDRAW", "Together AI", "DeepSeek")
"""Four of the labelled platforms, for speed: tests/benchmarks/answer_accuracy.py reads them all."""


def test_some_labelled_platforms_are_answered_without_a_near_miss(corpus: Path, tmp_path: Path):
    folder = Path(os.environ.get("TERMSCAPE_LABELS", corpus.resolve().parent / "labels"))
    if not (folder / "ai_training.jsonl").is_file():
        pytest.skip("needs the labels: set TERMSCAPE_LABELS to the folder with ai_training.jsonl")
    repository = tmp_path / "versions.git"
    bundle = corpus / "genai-dev-versions.bundle"
    subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
    several = read_labels(folder)
    asker = Asker([load_question(question) for labels in several for question in labels.questions])
    platforms = {}
    for row in several[0].rows:
        if row["service"] in SOME:
            platform, texts = load_platform(repository, row["service"], row["documents"])
            answers = {one.question_id: one for one in answer_all(asker, platform)}
            platforms[row["service"]] = platform, texts, answers
    for labels in several:
        for row in labels.rows:
            if row["service"] not in platforms:
                continue
            platform, texts, answers = platforms[row["service"]]
            mark = score(labels, row, given_by(labels, platform, answers), texts)
            place = (labels.name, row["service"])
            assert mark.near_misses == [], place
            assert mark.acceptable_right, (place, mark.given.stance)
            assert mark.evidence_hit in (True, None), place
            assert mark.verbatim == len(mark.given.shown), place
