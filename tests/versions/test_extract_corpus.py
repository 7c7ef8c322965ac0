"""On real captures the extraction keeps what the archive recorded from them."""

from __future__ import annotations

import os
from statistics import mean, median

import pytest

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not os.environ.get("TERMSCAPE_CORPUS"),
        reason="needs the real corpus: set TERMSCAPE_CORPUS to its directory",
    ),
]

# The goals of the project, for the words and for the structure that is kept.
WITHOUT_SELECTORS = {"f1": 0.985, "headings": 0.95, "items": 0.95}
WITH_SELECTORS = {"f1": 0.995, "headings": 0.995, "items": 0.995}


@pytest.mark.parametrize(
    ("declared", "goals"), [(False, WITHOUT_SELECTORS), (True, WITH_SELECTORS)], ids=["main node", "declared"]
)
def test_words_headings_and_list_items_of_real_policies_are_kept(
    declared: bool, goals: dict[str, float]
) -> None:
    from tests.benchmarks import extraction_quality as quality
    from tests.benchmarks.extraction_pairs import corpus_pairs, newest_of_each

    with corpus_pairs() as pairs:
        sample = [pair for pair in newest_of_each(pairs) if quality.is_comparable(pair)]
        sample = [pair for pair in sample if quality.says_the_same(pair)]
        scores = [
            quality.score(quality.extract_pair(pair, declared=declared), pair.markdown) for pair in sample
        ]
    assert len(scores) > 40
    for figure, goal in goals.items():
        values = [value for one in scores if (value := getattr(one, figure)) is not None]
        assert median(values) >= goal, figure
    assert mean(one.f1 for one in scores) >= goals["f1"]
