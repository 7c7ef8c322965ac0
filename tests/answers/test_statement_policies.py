"""What do platforms say? Read on platforms that do not exist, each question in many real turns of phrase.

Every file ``statements/<question_id>.yaml`` is a list of policies: ``platform`` (a name), ``documents`` (terms type to
Markdown), ``stance`` (what a careful reader answers, or a list of what two would defend), and where it matters
``value`` (column to value), ``quote_holds`` (words, or a list of them, that the first quote holds), ``not_quoted``
(words that no quote may hold), ``beside`` (stances by scope, of answers beside it), ``missing`` and ``absent`` (terms types).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from invented_platform import platform

from assets.answers.answering import Asker, answer_all
from assets.answers.catalogue import load_question
from assets.answers.model import Answer

FILES = sorted((Path(__file__).parent / "statements").glob("*.yaml"))
KEYS = {
    "platform", "documents", "stance", "value", "quote_holds", "not_quoted", "beside", "missing", "absent",
}  # fmt: skip
POLICIES = [
    pytest.param(path.stem, policy, id=f"{path.stem}/{policy['platform']}")
    for path in FILES
    for policy in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@cache
def asker_of(question_id: str) -> Asker:
    return Asker([load_question(question_id)])


def answered(question_id: str, policy: dict[str, Any]) -> Answer:
    documents = platform(
        policy["documents"], policy["platform"], policy.get("missing", ()), policy.get("absent", ())
    )
    return answer_all(asker_of(question_id), documents)[0]


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(("question_id", "policy"), POLICIES)
def test_an_invented_policy_is_read_as_a_careful_reader_would(question_id: str, policy: dict[str, Any]):
    assert set(policy) <= KEYS, f"expected keys among {sorted(KEYS)}"
    result = answered(question_id, policy)
    quotes = [f"[{evidence.role}] {evidence.quote}" for evidence in result.evidence]
    seen = f"{result.stance} {dict(result.value)} by {result.explanation}: {quotes}"
    assert result.stance in listed(policy["stance"]), seen
    for column, value in policy.get("value", {}).items():
        assert result.value[column] == value, seen
    if "beside" in policy:
        assert {one.scope: one.stance for one in result.beside} == policy["beside"]
    for words in listed(policy.get("quote_holds", [])):
        assert quotes and words in quotes[0], seen
    for words in listed(policy.get("not_quoted", [])):
        assert not any(words in quote for quote in quotes), seen


@pytest.mark.parametrize(("question_id", "policy"), POLICIES)
def test_every_quote_is_what_stands_at_its_offsets(question_id: str, policy: dict[str, Any]):
    for evidence in answered(question_id, policy).evidence:
        markdown = policy["documents"][evidence.version_id.removeprefix(policy["platform"] + "/")]
        assert markdown[evidence.char_start : evidence.char_end] == evidence.quote
        assert evidence.quote.strip() == evidence.quote


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_invented_platforms_of_a_question_have_different_names(path: Path):
    names = [policy["platform"] for policy in yaml.safe_load(path.read_text(encoding="utf-8"))]
    assert sorted(set(names)) == sorted(names)
