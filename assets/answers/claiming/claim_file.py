"""Read a file of claims (YAML); a mistake is named by file and line, with what was expected."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from assets.answers.claiming.model import Claim, Join, Part, QuestionPart, Source, StatementPart, Verdict
from assets.answers.claiming.stating import KINDS, statement_question
from assets.answers.cues import read_words
from assets.answers.grammar import GRAMMAR_FILE, read_grammar
from assets.answers.model import CONFLICTING, NOT_CAPTURED, SILENT, UNSURE
from assets.answers.questions import Question
from assets.answers.statements.question import DROP, Statement
from assets.answers.statements.question_file import read_other_senses, read_statements
from assets.topics.annotated_yaml import CatalogueError, Entry, read_yaml

CLAIMS_DIRECTORY = Path(__file__).parent.parent / "claims"
"""The claims that ship; a user's own lie in the folder ``claims`` of a home."""

STANDING: Mapping[str, Verdict] = {
    SILENT: "not_addressed",
    NOT_CAPTURED: "not_captured",
    CONFLICTING: "partly",
    UNSURE: "not_checkable",
}
"""What the stances that every question has come to, whatever is claimed."""
_OF_STANCES: tuple[Verdict, ...] = ("supported", "partly", "contradicted", "not_addressed")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNKNOWN = "unknown"


def read_claims(file: Path, questions: Sequence[Question], topics: Collection[str]) -> list[Claim]:
    """Read the claims of a file.

    Args:
        file: whose name, without ``.yaml``, is the id of the source.
        questions: those that claims may be checked by.
        topics: the ids of the topics that passages may be sought under.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation, for each claim that is wrong.
    """
    root = read_yaml(file)
    fields = root.fields(["source", "claims"])
    if not _ID.fullmatch(file.stem):
        raise root.fail(f"expected a file name such as 'weekly-herald-2024.yaml', found {file.name!r}")
    source = _source(fields["source"], file.stem)
    known = {question.question_id: question for question in questions}
    claims: dict[str, Claim] = {}
    mistakes: list[CatalogueError] = []
    for item in fields["claims"].entries():
        try:
            claim = _Reader(file, known, topics).claim(item, source)
            if claim.claim_id in claims:
                raise item.fail(f"the claim {claim.claim_id!r} stands here a second time, expected once")
        except CatalogueError as mistake:
            mistakes.append(mistake)
        else:
            claims[claim.claim_id] = claim
    if mistakes:
        first, *others = mistakes
        raise CatalogueError(file, first.line, "\n".join([first.expected, *map(str, others)]))
    return list(claims.values())


def _source(entry: Entry, source_id: str) -> Source:
    fields = entry.fields(["title", "publisher", "date", "read_on"], ["url"])
    url = fields["url"].text() if "url" in fields else ""
    if url and not re.match(r"https?://\S+$", url):
        raise fields["url"].fail(f"expected an address that begins with https:// or http://, found {url!r}")
    return Source(
        source_id=source_id,
        title=fields["title"].text(),
        publisher=fields["publisher"].text(),
        url=url,
        date=_day(fields["date"], or_unknown=True),
        read_on=_day(fields["read_on"]),
    )


def _day(entry: Entry, *, or_unknown: bool = False) -> str:
    text = entry.text()
    if or_unknown and text == _UNKNOWN:
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        also = f", or {_UNKNOWN!r}" if or_unknown else ""
        raise entry.fail(f"expected a day such as 2026-03-01{also}; found {text!r}") from None


class _Reader:
    """Reads the claims of one file."""

    def __init__(self, file: Path, questions: Mapping[str, Question], topics: Collection[str]) -> None:
        self._file = file
        self._questions = questions
        self._topics = topics

    def claim(self, item: Entry, source: Source) -> Claim:
        """Read one claim."""
        fields = item.fields(["id", "platform", "text"], ["check", "not_checkable"])
        short = fields["id"].text()
        if not _ID.fullmatch(short):
            raise fields["id"].fail(f"expected an id such as 'encrypts-data', found {short!r}")
        if ("check" in fields) == ("not_checkable" in fields):
            raise item.fail("expected either 'check' or 'not_checkable: why', and one of them only")
        text = fields["text"].text()
        claim_id = f"{source.source_id}/{short}"
        join, parts = self._check(fields["check"], claim_id) if "check" in fields else ("all", ())
        content = [source, _content(item), GRAMMAR_FILE.read_text(encoding="utf-8") if parts else ""]
        return Claim(
            claim_id=claim_id,
            source=source,
            platform=fields["platform"].text(),
            text=text,
            parts=parts,
            join=join,
            not_checkable=fields["not_checkable"].text() if "not_checkable" in fields else "",
            rules_version=hashlib.sha256(repr(content).encode()).hexdigest()[:12],
        )

    def _check(self, entry: Entry, claim_id: str) -> tuple[Join, tuple[Part, ...]]:
        keys = {key.text() for key, _ in entry.pairs()}
        joins: tuple[Join, ...] = ("all", "any")
        for join in joins:
            if join in keys:
                items = entry.fields([join])[join].entries()
                if len(items) < 2:
                    raise entry.fail(f"expected at least two parts under {join!r}")
                return join, tuple(self._part(one, f"{claim_id}#{no}") for no, one in enumerate(items, 1))
        return "all", (self._part(entry, claim_id),)

    def _part(self, entry: Entry, part_id: str) -> Part:
        if "question" in {key.text() for key, _ in entry.pairs()}:
            return self._question_part(entry)
        return self._statement_part(entry, part_id)

    def _question_part(self, entry: Entry) -> QuestionPart:
        fields = entry.fields(["question"], _OF_STANCES)
        question = self._questions.get(fields["question"].text())
        if question is None:
            raise fields["question"].fail(
                f"expected a question there is: {', '.join(sorted(self._questions))}; "
                f"found {fields['question'].text()!r}"
            )
        verdicts: dict[str, Verdict] = {}
        own = [stance for stance in question.stances if stance not in STANDING]
        for verdict in _OF_STANCES:
            for stance in fields[verdict].entries() if verdict in fields else ():
                name = stance.choice(own)
                if name in verdicts:
                    raise stance.fail(f"the stance {name!r} stands under {verdicts[name]!r} already")
                verdicts[name] = verdict
        if missing := [stance for stance in own if stance not in verdicts]:
            raise entry.fail(
                f"expected every stance of {question.question_id} under one of {', '.join(_OF_STANCES)}; "
                f"missing: {', '.join(missing)}"
            )
        return QuestionPart(question.question_id, question.experimental, {**verdicts, **STANDING})

    def _statement_part(self, entry: Entry, part_id: str) -> StatementPart:
        fields = entry.fields(
            ["documents"], ["topics", "elsewhere", "languages", "words", "other_senses", *KINDS]
        )
        if not any(kind in fields for kind in KINDS):
            raise entry.fail(f"expected 'question', or statements under one of {', '.join(KINDS)}")
        words = read_grammar().words
        if "words" in fields:
            words = read_words(fields["words"], words)
        statements = [
            one for kind in KINDS if kind in fields for one in _statements(fields[kind], words, kind)
        ]
        if not statements:
            raise entry.fail(f"expected at least one statement under {', '.join(KINDS)}")
        topics = (
            tuple(_topic(one, self._topics) for one in fields["topics"].entries())
            if "topics" in fields
            else ()
        )
        return StatementPart(
            statement_question(
                part_id,
                statements,
                documents=fields["documents"].texts(),
                elsewhere="elsewhere" in fields and fields["elsewhere"].choice(["yes", "no"]) == "yes",
                languages=fields["languages"].texts() if "languages" in fields else ("en",),
                senses=read_other_senses(fields["other_senses"], words) if "other_senses" in fields else (),
            ),
            topics,
        )


def _statements(entry: Entry, words: Mapping[str, str], kind: str) -> list[Statement]:
    """Read the statements that make a claim supported, partly or contradicted, told apart by their strength."""
    found = []
    for one in read_statements(entry, words, says=kind):
        if one.negated not in (None, DROP, *KINDS):
            raise entry.fail(
                f"{one.statement_id}: expected 'negated' to be {DROP}, {' or '.join(KINDS)}; found {one.negated!r}"
            )
        negated = f"{one.negated}_{one.strength}" if one.negated in KINDS else one.negated
        found.append(replace(one, says=f"{kind}_{one.strength}", negated=negated))
    return found


def _topic(entry: Entry, topics: Collection[str]) -> str:
    if entry.text() not in topics:
        raise entry.fail(f"expected a topic there is: {', '.join(sorted(topics))}; found {entry.text()!r}")
    return entry.text()


def _content(entry: Entry) -> str:
    """Return what an entry holds, for telling whether it was edited; where it stands does not matter."""
    return yaml.serialize(entry.node)


__all__ = ["CLAIMS_DIRECTORY", "CatalogueError", "read_claims"]
