"""On the real corpus: quotes are in the documents, and passages that only look right are not shown."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.corpus
SOME = ("Midjourney", "SOUNDRAW", "Together AI", "DeepSeek")
"""Four of the labelled platforms, for speed: tests/benchmarks/answer_accuracy.py reads them all."""


def module(name: str, path: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification and specification.loader
    loaded = importlib.util.module_from_spec(specification)
    sys.modules[name] = loaded
    specification.loader.exec_module(loaded)
    return loaded


def test_some_labelled_platforms_are_answered_without_a_near_miss(corpus: Path, tmp_path: Path):
    labels = Path(os.environ.get("TERMSCAPE_LABELS", corpus.resolve().parent / "labels"))
    if not (labels / "ai_training.jsonl").is_file():
        pytest.skip("needs the labels: set TERMSCAPE_LABELS to the folder with ai_training.jsonl")
    benchmark = module("answer_accuracy", Path(__file__).parents[1] / "benchmarks" / "answer_accuracy.py")
    plain = module("plaintext", labels / "plaintext.py").plain
    repository = tmp_path / "versions.git"
    bundle = corpus / "genai-dev-versions.bundle"
    subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(repository)], check=True)
    rows = [json.loads(line) for line in (labels / "ai_training.jsonl").read_text().splitlines() if line]
    scores = [
        benchmark.score(row["service"], row, repository, plain) for row in rows if row["service"] in SOME
    ]
    assert [score.near_misses for score in scores] == [[]] * len(SOME)
    assert all(score.stance_right for score in scores)
    assert all(score.evidence_hit in (True, None) for score in scores)
