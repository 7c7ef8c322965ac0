"""Answer questions about a platform: read its documents, decide, quote; or say honestly why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from assets.answers.data_use.answering import decide_use
from assets.answers.data_use.question import DataUseQuestion
from assets.answers.data_use.reading import Reader
from assets.answers.decision import Decision
from assets.answers.editions import Edition, read_edition_rules, scope_of
from assets.answers.model import GENERAL, REGION, Answer, Clause, Evidence, PlatformDocuments
from assets.answers.questions import Question
from assets.answers.silence import nothing_found
from assets.answers.statements.deciding import decide_apart, decide_statements
from assets.answers.statements.question import StatementQuestion
from assets.answers.statements.reading import Reading, StatementReader
from assets.answers.units import Unit, units_by_document, units_of


@dataclass(frozen=True)
class Page:
    """Where a version was found: the title of its page, if it is known, and its addresses in the end."""

    title: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadDocument:
    """What one version of a document says on each question, as the way of reading of the question puts it.

    ``edition``: for the people of which region the document is; ``None``: for everybody.
    """

    readings: Mapping[str, Sequence[Any]]
    terms_type: str = ""
    edition: Edition | None = None


class Asker:
    """Asks questions of documents; a wording that was read once is not read again in the next version."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        self.statements = StatementReader([one for one in questions if isinstance(one, StatementQuestion)])
        self._of_data_use = [one for one in questions if isinstance(one, DataUseQuestion)]

    def read(self, platform_id: str, units: Sequence[Unit], page: Page | None = None) -> ReadDocument:
        """Read the units of one version of a document, in their order, for every question."""
        page = page or Page()
        edition = read_edition_rules().edition_of(platform_id, units, page.title, page.urls)
        readings: dict[str, Sequence[Any]] = {
            question_id: _of_edition(found) if edition else found
            for question_id, found in self.statements.read(units).items()
        }
        for question in self._of_data_use:
            if units and units[0].clause.terms_type not in question.ignored_types:
                found = Reader(question, platform_id).read(units)
                # in an edition for a region, what holds there holds for all of its readers
                readings[question.question_id] = (
                    [replace(one, region=False) for one in found] if edition else found
                )
        return ReadDocument(readings, units[0].clause.terms_type if units else "", edition)

    def learn(self, units: Sequence[Unit]) -> None:
        """Read the wordings of many units at once, in advance: much faster than a version at a time."""
        self.statements.learn(units)
        for question in self._of_data_use:
            question.possible_mentions([text for unit in units for text in (unit.text, unit.heading)])

    def answer(
        self, question: Question, platform: PlatformDocuments, documents: Sequence[ReadDocument]
    ) -> Answer:
        """Answer one question from what the documents of a platform say.

        Args:
            question: one of those this asker was made for.
            platform: what was captured and what is missing; its clauses are not read again.
            documents: what was read of each captured document.
        """
        readings = [one for document in documents for one in document.readings.get(question.question_id, ())]
        editions = {one.terms_type: one.edition for one in documents if one.edition}
        decision = _decision(question, readings)
        if decision is None:
            answer = nothing_found(question, platform, editions)
        else:
            answer = _written(question, platform, decision, editions)
        others = decision.beside if decision else ()
        if isinstance(question, StatementQuestion):
            others = decide_apart(question, readings, answer.stance)
        beside = tuple(_written(question, platform, one, editions) for one in others)
        return replace(answer, beside=beside) if beside else answer


def _of_edition(found: Sequence[Reading]) -> list[Reading]:
    """Return what an edition for a region says, as said to all of its readers."""
    return [replace(one, scope=GENERAL) if one.scope == REGION else one for one in found]


@lru_cache(maxsize=1)
def asker_of(questions: tuple[Question, ...]) -> Asker:
    """Return an asker that later stages of a run share: a wording read for answers is not read again for pages."""
    return Asker(questions)


def answer(question: Question, platform: PlatformDocuments) -> Answer:
    """Answer one question about one platform from everything that was captured of it."""
    return answer_all(Asker([question]), platform)[0]


def answer_all(asker: Asker, platform: PlatformDocuments) -> list[Answer]:
    """Answer all questions of an asker about one platform; its documents are read once for all of them."""
    documents = units_by_document(platform.clauses)
    asker.learn([unit for units in documents for unit in units])
    read = [asker.read(platform.platform_id, units) for units in documents]
    return [asker.answer(question, platform, read) for question in asker.questions]


def read_versions(
    asker: Asker,
    platform_id: str,
    versions: Mapping[str, Sequence[Clause]],
    pages: Mapping[str, Page] | None = None,
) -> dict[str, ReadDocument]:
    """Read the clauses of versions of a platform's documents for every question of an asker, by version.

    Args:
        asker: whose questions are asked.
        platform_id: whose documents they are.
        versions: the clauses of each version.
        pages: where versions were found, as far as that is known.
    """
    pages = pages or {}
    units = {version_id: units_of(clauses) for version_id, clauses in versions.items()}
    asker.learn([unit for several in units.values() for unit in several])
    return {
        version_id: asker.read(platform_id, several, pages.get(version_id))
        for version_id, several in units.items()
    }


def _written(
    question: Question, platform: PlatformDocuments, decision: Decision, editions: Mapping[str, Edition]
) -> Answer:
    """Write a decision down as an answer: with the places of its quotes, and the scope of the documents quoted."""
    told = _editions_quoted(question, decision, editions)
    limits = [
        f"edition for {read_edition_rules().name(one.regions)} ({one.sign_id}: “{one.words}”)" for one in told
    ]
    return Answer(
        question_id=question.question_id,
        platform_id=platform.platform_id,
        stance=decision.stance,
        scope=scope_of(told) if told else decision.scope,
        confidence=decision.confidence,
        value=decision.value,
        headline=decision.headline,
        explanation=", ".join([*decision.rules, *limits]),
        documents_searched=tuple(sorted(set(platform.captured.values()))),
        evidence=tuple(
            Evidence(role, unit.clause.version_id, unit.clause.provision_id, unit.start, unit.end, unit.quote)
            for role, unit in decision.quoted
        ),
    )


def _editions_quoted(
    question: Question, decision: Decision, editions: Mapping[str, Edition]
) -> list[Edition]:
    """Return the editions that carry a decision, none if a document for everybody carries it too.

    What firms and developers are told does not make general what private users of one region are told.
    """
    if decision.scope not in (GENERAL, REGION):
        return []
    types = dict.fromkeys(unit.clause.terms_type for role, unit in decision.quoted if role == "rule")
    carrying = [name for name in types if name not in question.business_types] or list(types)
    told = [editions[name] for name in carrying if name in editions]
    return told if len(told) == len(carrying) else []


def _decision(question: Question, readings: Sequence[Any]) -> Decision | None:
    if isinstance(question, StatementQuestion):
        return decide_statements(question, readings)
    if isinstance(question, DataUseQuestion):
        return decide_use(question, readings)
    raise TypeError(f"no way to read a {type(question).__name__}")
