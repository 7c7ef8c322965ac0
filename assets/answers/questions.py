"""What every question has: its stances, its columns, and who may answer it; and the questions that ship."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.answers.model import STANDING_STANCES, UNSURE
from assets.topics.annotated_yaml import Entry

QUESTIONS_DIRECTORY = Path(__file__).parent / "questions"

COLUMN_TYPES = ("text", "integer", "number", "boolean", "list")
"""What a value read with a stance may be."""


@dataclass(frozen=True)
class Stance:
    """A possible answer: its id, the label people read, what it means, and the headline that states it.

    ``headline_unread`` states it where nothing was found because of a language the rules do not cover,
    ``headline_for_some`` where a way out is open to some only.
    """

    stance_id: str
    definition: str
    headline: str
    headline_unread: str = ""
    headline_for_some: str = ""
    own_label: str = ""

    @property
    def label(self) -> str:
        """What people read: the file's ``label``, else the id in words."""
        return self.own_label or self.stance_id.replace("_", " ")


@dataclass(frozen=True)
class Column:
    """A value that comes with an answer: its name, its type (``COLUMN_TYPES``), and what it means."""

    name: str
    type: str
    means: str


@dataclass(frozen=True, eq=False)
class Question:
    """A question as its file states it. ``relevant`` documents must be read before silence is claimed.

    ``languages``: those (ISO 639-1) of which the rules know enough that nothing found means silence.
    ``experimental``: not measured yet; shown as such wherever it is shown. ``ignored_types``: documents
    that are never read for it. ``business_types``: documents that speak to firms and developers.
    """

    question_id: str
    title: str
    experimental: bool
    stances: Mapping[str, Stance]
    columns: tuple[Column, ...]
    relevant: tuple[str, ...]
    languages: tuple[str, ...]
    business_types: frozenset[str]
    ignored_types: frozenset[str]
    rules_version: str


COMMON_KEYS = ("id", "title", "relevant", "languages", "terms_types", "stances", "columns")
"""The keys that every question's file has; ``experimental: yes`` may stand beside them."""


def common_fields(
    fields: Mapping[str, Entry], question_id: str, sources: Sequence[Path], code: str
) -> dict[str, object]:
    """Return what every question has, read from its file, as arguments of :class:`Question`.

    Args:
        fields: the entries of the file by key.
        question_id: as the file is named.
        sources: the data files that make the rules version.
        code: the version of the code that reads them.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    if fields["id"].text() != question_id:
        raise fields["id"].fail(f"expected the id {question_id!r}, as the file is named")
    types = fields["terms_types"].fields([], ["business", "ignored", "lesser", "only", "apart"])
    content = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    return {
        "question_id": question_id,
        "title": fields["title"].text(),
        "experimental": "experimental" in fields and fields["experimental"].choice(["yes", "no"]) == "yes",
        "stances": _stances(fields["stances"]),
        "columns": _columns(fields["columns"]),
        "relevant": fields["relevant"].texts(),
        "languages": fields["languages"].texts(),
        "business_types": frozenset(types["business"].texts() if "business" in types else ()),
        "ignored_types": frozenset(types["ignored"].texts() if "ignored" in types else ()),
        "rules_version": f"{question_id}-{code}-{content}",
    }


def question_ids(directory: Path | None = None) -> Sequence[str]:
    """Return the ids of the questions that can be loaded, sorted."""
    return sorted(path.stem for path in (directory or QUESTIONS_DIRECTORY).glob("*.yaml"))


def _stances(entry: Entry) -> Mapping[str, Stance]:
    stances: dict[str, Stance] = {}
    for item in entry.entries():
        fields = item.fields(
            ["id", "definition", "headline"], ["label", "headline_unread", "headline_for_some"]
        )
        unread, some, label = (
            fields[key].text() if key in fields else ""
            for key in ("headline_unread", "headline_for_some", "label")
        )
        stance = Stance(
            fields["id"].text(), fields["definition"].text(), fields["headline"].text(), unread, some, label
        )
        if stance.stance_id in stances:
            raise fields["id"].fail(f"the stance {stance.stance_id!r} stands here a second time")
        stances[stance.stance_id] = stance
    for stance_id in STANDING_STANCES:
        if stance_id not in stances:
            raise entry.fail(f"expected the stance {stance_id!r}, which every question has")
    if not stances[UNSURE].headline_unread:
        raise entry.fail("expected the stance 'unsure' to have a headline_unread")
    return stances


def _columns(entry: Entry) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for key, value in entry.pairs():
        fields = value.fields(["type", "means"])
        name = key.text()
        if not name.isidentifier() or not name.islower():
            raise key.fail(f"expected a name such as 'notice_days', found {name!r}")
        columns[name] = Column(name, fields["type"].choice(COLUMN_TYPES), fields["means"].text())
    return tuple(columns.values())
