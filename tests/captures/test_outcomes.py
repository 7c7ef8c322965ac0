"""What a look can come to: every outcome there is has its words, in the schema, in the docs and on the terminal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from assets.captures import judging
from assets.captures.outcomes import (
    FIRST,
    HELD,
    NOISE,
    ONE_BY_ONE,
    OUTCOMES,
    failures_as_table,
    grouped,
    outcome_in_words,
)
from assets.warehouse import described_columns

ROOT = Path(__file__).resolve().parents[2]

ON_THE_WAY = {"redirect"}
"""What a hop of a look comes to, which is no outcome of the look."""


def written_outcomes() -> set[str]:
    """Every outcome that stands in the code that looks and that judges what was seen."""
    found = set(get_args(judging.Outcome)) - {"policy"}
    for folder in ("assets/captures", "assets/versions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found |= set(_outcomes_of(node))
    return found - ON_THE_WAY


def _outcomes_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        position = {"Failure": 0, "_answer": 0, "_result": 1}.get(name)
        if position is not None and len(node.args) > position:
            yield from _texts(node.args[position])
        for keyword in node.keywords:
            if keyword.arg == "fetch_outcome":
                yield from _texts(keyword.value)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for each, value in zip(names, values, strict=False):
                if isinstance(each, ast.Name) and each.id == "outcome":
                    yield from _texts(value)


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts a value may be; those it is compared with are none of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _texts(value)


def test_every_outcome_the_code_can_write_has_its_words_and_no_other_has() -> None:
    assert written_outcomes() == set(OUTCOMES)


@pytest.mark.parametrize("table", ["ledger.observation_results", "observations"])
def test_the_comment_in_the_schema_names_every_outcome(table: str) -> None:
    [comment] = [each.description for each in described_columns()[table] if each.name == "outcome"]
    # a result says what a body that was fetched turned out to be
    expected = set(OUTCOMES) - ({"fetched"} if table.startswith("ledger") else set())
    assert {outcome for outcome in expected if outcome not in (comment or "")} == set()


def test_the_guide_names_every_outcome_in_the_same_words() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [outcome for outcome in OUTCOMES if f"`{outcome}`" not in guide]
    unsaid = [words for words in (*OUTCOMES.values(), FIRST, HELD, NOISE) if words not in guide]
    assert (missing, unsaid) == ([], [])


def test_a_changed_text_is_said_as_what_was_recorded_of_it() -> None:
    said = [
        outcome_in_words("changed", status, noise_class)
        for status, noise_class in [
            ("published", "first"),
            ("published", "substantive"),
            ("noise", "date_only"),
            ("quarantined", "loss"),
        ]
    ]
    assert said == [FIRST, "another text than before", NOISE, HELD]
    assert outcome_in_words("unchanged", "published", "first") == "the same text again"


def test_an_outcome_an_import_brought_is_said_as_it_is() -> None:
    assert outcome_in_words("sent_by_fax") == "sent by fax"


def failure(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "platform": f"Lumora {number}",
        "terms": "Privacy Policy",
        "outcome": "network_error",
        "rule": "name_not_found",
        "reason": f"www{number}.lumora.example could not be resolved",
        **changed,
    }


def test_many_failures_that_are_alike_are_one_row_and_few_are_told_one_by_one() -> None:
    many = [failure(number) for number in range(ONE_BY_ONE + 1)]
    few = [failure(90, platform="tarnfold", outcome="http_error", rule="status", reason="HTTP status 404")]
    first, second = failures_as_table([*few, *many])
    assert first["document"] == "6 documents" and first["platform"].startswith(
        "6 platforms: Lumora 0, Lumora 1"
    )
    assert first["reason"] == "e.g. www0.lumora.example could not be resolved"
    assert second == {
        "platform": "tarnfold",
        "document": "Privacy Policy",
        "outcome": "an HTTP error",
        "reason": "HTTP status 404",
    }


def test_http_errors_are_alike_when_their_statuses_are() -> None:
    statuses = ["404", "503", "404"]
    rows = [
        failure(number, outcome="http_error", rule="status", reason=f"HTTP status {status}")
        for number, status in enumerate(statuses)
    ]
    assert [(group.documents, str(group)) for group in grouped(rows)] == [
        (2, "an HTTP error: HTTP status 404"),
        (1, "an HTTP error: HTTP status 503"),
    ]


def test_the_pages_of_one_document_are_one_document_and_names_are_sorted_as_people_do() -> None:
    rows = [failure(1, platform="eBarn"), failure(1, platform="eBarn"), failure(2, platform="Facet")]
    [group] = grouped(rows)
    assert (group.documents, group.platforms) == (2, ["eBarn", "Facet"])
