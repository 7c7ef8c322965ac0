"""Read the file of a question on a use of data: the cues that decide, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assets.answers.cues import CueBook, read_cues, read_words
from assets.answers.questions import COMMON_KEYS, Question, common_fields
from assets.topics.annotated_yaml import Entry
from assets.topics.branches import BranchIndex

CODE_VERSION = "5"
"""Raise when the reading code changes what a question's data means; part of every rules version."""

MENTIONS = ("training", "improvement")
"""The groups that are sought in every sentence; all others only where one of these was found."""

LIMITED_TO = ("business", "region")
"""To whom alone a way out may be open."""

GROUPS = (
    "training", "improvement", "platform", "user", "third_party", "passive", "duty", "rival", "purpose",
    "other_sense", "elsewhere", "data", "plain_data", "used_data", "public", "feedback", "deidentified", "carve_out", "narrow", "negation",
    "not_negation", "exception", "default", "mode", "opt_out", "opt_in", "agreed_by_use", "other_choice",
    "back_reference", "pronoun", "business", "consumer", "region", "usage", "usage_behind", "trained_on", "mechanism",
    "off", "same_purpose", "paid",
)  # fmt: skip
"""What a cue can be a sign of; the reading code gives each group its part."""


@dataclass(frozen=True, eq=False)
class DataUseQuestion(CueBook, Question):
    """A question on a use of data: the cues of its groups, and how they are put together.

    ``way_out_for_some``: the stance that a way out makes which is open to ``business`` or in a ``region`` only.
    """

    way_out_for_some: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _index(self) -> BranchIndex[str]:
        return BranchIndex([(cue.cue_id, cue.pattern) for name in MENTIONS for cue in self.group(name)])

    @cached_property
    def _known_mentions(self) -> dict[str, frozenset[str]]:
        return {}

    def possible_mentions(self, texts: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return, for each text, the cues of training and improvement that may occur in it: for speed alone.

        What was asked before is remembered; to ask for many texts at once is much faster.
        """
        known = self._known_mentions
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = self._index.candidates_of([(text.lower(), 0) for text in new])
            for text, branches in zip(new, found, strict=True):
                known[text] = frozenset(branch.owner for branch in branches)
        return known


def read_data_use_question(root: Entry, question_id: str) -> DataUseQuestion:
    """Read the file of a question that has ``cues``.

    Raises:
        CatalogueError: something is not as expected; names file, line and expectation.
    """
    fields = root.fields([*COMMON_KEYS, "words", "cues"], ["needs", "experimental", "way_out_for_some"])
    common = common_fields(fields, question_id, [root.file], CODE_VERSION)
    needs = {
        group.choice(GROUPS): tuple(word.lower() for word in words.texts())
        for group, words in (fields["needs"].pairs() if "needs" in fields else ())
    }
    cues = read_cues(fields["cues"], read_words(fields["words"]), GROUPS)
    question = DataUseQuestion(cues=cues, needs=needs, **common)  # type: ignore[arg-type]
    chosen = {
        some.choice(LIMITED_TO): stance.choice(list(question.stances))
        for some, stance in (fields["way_out_for_some"].pairs() if "way_out_for_some" in fields else ())
    }
    for stance_id in ("yes_default", chosen.get("business", "yes_default")):
        stance = question.stances.get(stance_id)
        if stance and not stance.headline_for_some:
            raise fields["stances"].fail(f"expected the stance {stance_id!r} to have a headline_for_some")
    return replace(question, way_out_for_some=chosen)
