"""Sentences of our own that state, or only seem to state, each topic: what the classifier learns from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assets.topics.annotated_yaml import CatalogueError, Entry, read_yaml

EXEMPLARS_DIRECTORY = Path(__file__).parent / "exemplars"

LEAST_EXEMPLARS = 20
"""Sentences that a topic's file must have: with fewer, a regression learns the sentences and not the topic."""


@dataclass(frozen=True)
class LabelledText:
    """A sentence or list item with all topics it states (none: an empty set).

    ``stem`` is the sentence that an item completes, ``heading`` the nearest heading. ``weight`` is how many
    exemplars it counts for. A topic's parent need not be among ``topics``: it is joined when the text is read.
    """

    text: str
    topics: frozenset[str]
    stem: str | None = None
    heading: str | None = None
    weight: float = 1.0


NONE = "none"
"""In place of a topic: the file of sentences that state none of the topics."""


@dataclass(frozen=True)
class _Placed:
    """An exemplar and where it stands, for the message about a contradiction."""

    entry: Entry
    label: LabelledText


def files_of(directory: Path) -> list[Path]:
    """Return the files of exemplars in a directory, in the order of their names."""
    return sorted(directory.glob("*.yaml"))


def read_exemplars(
    topics: Collection[str], directory: Path = EXEMPLARS_DIRECTORY
) -> tuple[LabelledText, ...]:
    """Read every ``*.yaml`` of a directory: one file a topic, named as the topic, and one named ``none``.

    A file has ``topic``, ``is`` (sentences that state it; ``also`` names every other topic they state) and
    ``is_not`` (sentences that only seem to; ``are`` names the topics they do state).

    Raises:
        CatalogueError: a file is missing or not as expected, names an unknown topic, has fewer than
            ``LEAST_EXEMPLARS`` sentences under ``is`` or one twice, or gives a sentence other topics than
            another file does; names file, line and what was expected.
    """
    files = files_of(directory)
    if not files:
        raise CatalogueError(directory, 1, "expected one .yaml file of exemplars for each topic, found none")
    seen: dict[tuple[str, str, str], _Placed] = {}
    for file in files:
        for placed in _of_file(file, frozenset(topics)):
            key = _key(placed.label)
            other = seen.get(key)
            if other is None:
                seen[key] = placed
            elif other.entry.file == file:
                raise placed.entry.fail(
                    f"expected each sentence once, it stands on line {other.entry.line} too"
                )
            elif other.label.topics != placed.label.topics:
                raise placed.entry.fail(
                    f"expected the same topics as in {other.entry.file.name}, line {other.entry.line} "
                    f"({_listed(other.label.topics)}), found {_listed(placed.label.topics)}"
                )
    return tuple(placed.label for placed in seen.values())


def digest_of(texts: Sequence[LabelledText]) -> str:
    """Return a short hash of labelled texts, the same in any order."""
    written = sorted(repr((t.text, sorted(t.topics), t.stem, t.heading, t.weight)) for t in texts)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:12]


def with_parents(texts: Sequence[LabelledText], parents: Mapping[str, str | None]) -> list[LabelledText]:
    """Return the texts, each with the parents of its topics among its topics."""
    joined = []
    for text in texts:
        topics = set(text.topics)
        for topic in text.topics:
            parent = parents.get(topic)
            while parent and parent not in topics:
                topics.add(parent)
                parent = parents.get(parent)
        joined.append(replace(text, topics=frozenset(topics)))
    return joined


def _of_file(file: Path, topics: frozenset[str]) -> Iterator[_Placed]:
    fields = read_yaml(file).fields(["topic", "is"], ["is_not"])
    topic = _known(fields["topic"], topics | {NONE})
    if topic != file.stem:
        raise fields["topic"].fail(
            f"expected the topic the file is named after, {file.stem!r}, found {topic!r}"
        )
    stating = fields["is"].entries()
    if len(stating) < LEAST_EXEMPLARS:
        raise fields["is"].fail(f"expected at least {LEAST_EXEMPLARS} sentences, found {len(stating)}")
    own = frozenset({topic}) - {NONE}
    for item in stating:
        yield _exemplar(item, "also", own, topics)
    for item in fields["is_not"].entries() if "is_not" in fields else []:
        placed = _exemplar(item, "are", frozenset(), topics)
        if topic in placed.label.topics:
            raise item.fail(f"expected a sentence that does not state {topic!r}: it belongs under `is`")
        yield placed


def _exemplar(item: Entry, key: str, own: frozenset[str], topics: frozenset[str]) -> _Placed:
    """Read one exemplar: a bare sentence states ``own`` alone, a mapping may name others under ``key``."""
    if item.is_text:
        return _Placed(item, LabelledText(item.text(), own))
    fields = item.fields(["text"], ["stem", "heading", key])
    others = fields[key].entries() if key in fields else []
    return _Placed(
        item,
        LabelledText(
            fields["text"].text(),
            own | {_known(entry, topics) for entry in others},
            stem=fields["stem"].text() if "stem" in fields else None,
            heading=fields["heading"].text() if "heading" in fields else None,
        ),
    )


def _known(entry: Entry, topics: frozenset[str]) -> str:
    topic = entry.text()
    if topic not in topics:
        raise entry.fail(f"expected the id of a topic of the taxonomy, found {topic!r}")
    return topic


def _key(label: LabelledText) -> tuple[str, str, str]:
    return " ".join(label.text.lower().split()), label.stem or "", label.heading or ""


def _listed(topics: frozenset[str]) -> str:
    return ", ".join(sorted(topics)) or "none"
