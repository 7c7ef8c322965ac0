"""Read the file of a question that statements answer; a mistake is named by file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assets.answers.cues import read_words
from assets.answers.grammar import GRAMMAR_FILE, read_grammar
from assets.answers.model import CONFLICTING, UNSURE, EvidenceRole
from assets.answers.questions import COMMON_KEYS, Question, common_fields
from assets.answers.statements.question import (
    ACTORS,
    DROP,
    SCOPES,
    UNCLEAR,
    Example,
    OtherSense,
    Rule,
    Statement,
    StatementQuestion,
    ValueRule,
    Wanted,
)
from assets.answers.statements.values import KINDS
from assets.topics.annotated_yaml import Entry
from assets.topics.patterns import compile_pattern

CODE_VERSION = "3"
"""Raise when the reading code changes what a question's data means; part of every rules version."""

_ROLES: tuple[EvidenceRole, ...] = ("rule", "opt_out", "scope", "contradiction", "context")
_CHOICES = ("most", "least", "first", "all")
_FINDING = re.compile(r"[a-z][a-z0-9_]{0,60}")
SENSE_REACH = 40
"""Characters round a statement in which words may give it another sense, where its file does not say."""


def read_statement_question(root: Entry, question_id: str) -> StatementQuestion:
    """Read the file of a question that has ``statements``.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    fields = root.fields(
        [*COMMON_KEYS, "statements", "decide"],
        ["experimental", "words", "other_senses", "values", "scopes"],
    )
    common = common_fields(fields, question_id, [root.file, GRAMMAR_FILE], CODE_VERSION)
    words = read_grammar().words
    if "words" in fields:
        words = read_words(fields["words"], words)
    statements = read_statements(fields["statements"], words)
    found = {statement.says for statement in statements} | {
        statement.negated for statement in statements if statement.negated not in (None, DROP)
    }
    scopes = tuple(one.choice(SCOPES) for one in fields["scopes"].entries()) if "scopes" in fields else ()
    types = fields["terms_types"].fields([], ["business", "ignored", "lesser", "only", "apart"])
    question = StatementQuestion(
        **common,  # type: ignore[arg-type]
        statements=statements,
        senses=read_other_senses(fields["other_senses"], words) if "other_senses" in fields else (),
        rules=(),
        values=(),
        scopes=scopes,
        lesser_types=frozenset(types["lesser"].texts() if "lesser" in types else ()),
        only_types=frozenset(types["only"].texts() if "only" in types else ()),
        apart_types=frozenset(types["apart"].texts() if "apart" in types else ()),
    )
    names = _Names(question, frozenset(one for one in found if one))
    rules = tuple(_rule(item, names) for item in fields["decide"].entries())
    values = tuple(
        _value(item, names, words) for item in (fields["values"].entries() if "values" in fields else ())
    )
    _complete(fields, question, rules, values)
    return StatementQuestion(**(vars(question) | {"rules": rules, "values": values}))


class _Names:
    """What the rules of a file may speak of."""

    def __init__(self, question: Question, found: frozenset[str]) -> None:
        self.stances = question.stances
        self.columns = [column.name for column in question.columns]
        self.found = found
        self.scopes = question.scopes if isinstance(question, StatementQuestion) else ()

    def wanted(self, entry: Entry) -> tuple[Wanted, ...]:
        """Read a list such as ``[grants, grants@region, grants@any]``."""
        return tuple(self._one(item) for item in entry.entries())

    def _one(self, entry: Entry) -> Wanted:
        finding, _, scope = entry.text().partition("@")
        if finding not in self.found:
            raise entry.fail(
                f"expected what a statement says: {', '.join(sorted(self.found))}; found {finding!r}"
            )
        if scope and scope not in (*self.scopes, "general", "any"):
            raise entry.fail(f"expected a scope of this question: {', '.join(self.scopes)}; found {scope!r}")
        return Wanted(finding, None if scope == "any" else scope or "general")


def read_statements(entry: Entry, words: Mapping[str, str], says: str = "") -> tuple[Statement, ...]:
    """Read a list of statements; ``says``: what all of them say, if they do not say it themselves.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    statements: dict[str, Statement] = {}
    for item in entry.entries():
        fields = item.fields(
            ["id", *([] if says else ["says"]), "means", "pattern", "examples", "counterexamples"],
            [
                "strength",
                "with",
                "not",
                "under",
                "not_under",
                "previous",
                "not_previous",
                "by",
                "negated",
                "row",
                "terms_types",
            ],
        )
        statement_id = fields["id"].text()
        if statement_id in statements:
            raise fields["id"].fail(
                f"the statement {statement_id!r} stands here a second time, expected once"
            )
        for name in ("says", "negated"):
            if name in fields and not _FINDING.fullmatch(fields[name].text()):
                raise fields[name].fail(
                    f"expected a name such as 'does_not_sell', found {fields[name].text()!r}"
                )
        for name in ("examples", "counterexamples"):
            if not fields[name].entries():
                raise fields[name].fail("expected at least one sentence")
        patterns = {
            name: compile_pattern(fields[name], words)
            for name in ("pattern", "with", "not", "under", "not_under", "previous", "not_previous")
            if name in fields
        }
        statements[statement_id] = Statement(
            statement_id=statement_id,
            says=says or fields["says"].text(),
            means=fields["means"].text(),
            strength=int(fields["strength"].choice(["1", "2", "3"])) if "strength" in fields else 3,
            pattern=patterns["pattern"],
            required=patterns.get("with"),
            excluded=patterns.get("not"),
            under=patterns.get("under"),
            not_under=patterns.get("not_under"),
            previous=patterns.get("previous"),
            not_previous=patterns.get("not_previous"),
            by=frozenset(one.choice(ACTORS) for one in fields["by"].entries())
            if "by" in fields
            else frozenset(),
            negated=fields["negated"].text() if "negated" in fields else None,
            whole_row="row" in fields and fields["row"].choice(["yes", "no"]) == "yes",
            terms_types=fields["terms_types"].texts() if "terms_types" in fields else (),
            examples=tuple(map(_example, fields["examples"].entries())),
            counterexamples=tuple(map(_example, fields["counterexamples"].entries())),
        )
    return tuple(statements.values())


def _example(entry: Entry) -> Example:
    if not entry.is_mapping:
        return Example(entry.text())
    fields = entry.fields(["text"], ["stem", "heading", "terms_type", "previous"])
    return Example(**{name: value.text() for name, value in fields.items()})


def read_other_senses(entry: Entry, words: Mapping[str, str]) -> tuple[OtherSense, ...]:
    """Read a list of patterns that give words another sense.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    senses = []
    for item in entry.entries():
        fields = item.fields(["id", "means", "pattern", "examples", "counterexamples"], ["reach"])
        reach = fields["reach"].text() if "reach" in fields else str(SENSE_REACH)
        senses.append(
            OtherSense(
                sense_id=fields["id"].text(),
                means=fields["means"].text(),
                pattern=compile_pattern(fields["pattern"], words),
                reach=None
                if reach == "sentence"
                else int(fields["reach"].number(0, 2000))
                if "reach" in fields
                else SENSE_REACH,
                examples=fields["examples"].texts(),
                counterexamples=fields["counterexamples"].texts(),
            )
        )
    return tuple(senses)


def _rule(item: Entry, names: _Names) -> Rule:
    fields = item.fields(
        ["stance", "when"], ["and", "and_as", "unless", "at_least", "beside", "confidence", "scope"]
    )
    return Rule(
        stance=fields["stance"].choice(list(names.stances)),
        when=names.wanted(fields["when"]),
        both=names.wanted(fields["and"]) if "and" in fields else (),
        both_as=_role(fields["and_as"]) if "and_as" in fields else "contradiction",
        unless=names.wanted(fields["unless"]) if "unless" in fields else (),
        at_least=int(fields["at_least"].choice(["1", "2", "3"])) if "at_least" in fields else 1,
        beside={
            _role(key): names.wanted(wanted)
            for key, wanted in (fields["beside"].pairs() if "beside" in fields else ())
        },
        factor=fields["confidence"].number(0, 1) if "confidence" in fields else 1.0,
        scope=fields["scope"].text() if "scope" in fields else "general",
    )


def _role(entry: Entry) -> EvidenceRole:
    name = entry.choice(_ROLES)
    return next(role for role in _ROLES if role == name)


def _value(item: Entry, names: _Names, words: Mapping[str, str]) -> ValueRule:
    fields = item.fields(
        ["column", "as", "examples"], ["from", "choices", "of", "choose", "stances", "rather_not", "near"]
    )
    kind = fields["as"].choice(KINDS)
    if kind in ("one_of", "all_of") and "choices" not in fields:
        raise item.fail(f"expected 'choices', which {kind} chooses from")
    if kind in ("words", "number", "yes") and "from" not in fields:
        raise item.fail(f"expected 'from', a pattern for {kind}")
    return ValueRule(
        column=fields["column"].choice(names.columns),
        kind=kind,
        pattern=compile_pattern(fields["from"], words) if "from" in fields else None,
        choices=tuple(
            (key.text(), compile_pattern(value, words))
            for key, value in (fields["choices"].pairs() if "choices" in fields else ())
        ),
        of=names.wanted(fields["of"]) if "of" in fields else (),
        choose=fields["choose"].choice(_CHOICES) if "choose" in fields else "first",
        stances=tuple(one.choice(list(names.stances)) for one in fields["stances"].entries())
        if "stances" in fields
        else (),
        rather_not=compile_pattern(fields["rather_not"], words) if "rather_not" in fields else None,
        near=fields["near"].choice(names.columns) if "near" in fields else None,
        examples=tuple((key.text(), value.text()) for key, value in fields["examples"].pairs()),
    )


def _complete(
    fields: Mapping[str, Entry],
    question: StatementQuestion,
    rules: Sequence[Rule],
    values: Sequence[ValueRule],
) -> None:
    """Refuse a file in which a statement leads nowhere or a column is never filled."""
    used = {wanted.finding for rule in rules for wanted in (*rule.when, *rule.both, *rule.unless)}
    used |= {wanted.finding for rule in rules for several in rule.beside.values() for wanted in several}
    for statement in question.statements:
        for finding in (statement.says, statement.negated):
            if finding not in (None, DROP, UNCLEAR) and finding not in used:
                raise fields["decide"].fail(f"no rule speaks of {finding!r}, which a statement says")
    reached = {rule.stance for rule in rules} | {"silent", "not_captured", CONFLICTING, UNSURE}
    for stance in question.stances:
        if stance not in reached:
            raise fields["decide"].fail(f"no rule leads to the stance {stance!r}")
    filled = {value.column for value in values}
    for column in question.columns:
        if column.name not in filled:
            raise fields["columns"].fail(f"expected an entry of 'values' for the column {column.name!r}")
