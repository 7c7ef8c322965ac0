"""What is read of one clause for its page: who acts and how, which slots it fills, and the words that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "platform_practice",
    "user_permission",
    "user_duty",
    "user_prohibition",
    "third_party",
    "agreement_term",
    "definition",
    "unread",
]
Polarity = Literal["states", "limits", "denies"]
Where = Literal["clause", "section", "document", "open"]

ACTS = (
    "states",
    "limits",
    "denies",
    "permission",
    "duty",
    "prohibition",
    "third_party",
    "term",
    "definition",
    "unread",
)
"""What clauses do, as the table of exposure and the texts name it: of a practice how it is stated, else the role."""
_POLARITIES: dict[str, Polarity] = {"states": "states", "limits": "limits", "denies": "denies"}
_ACT_OF_ROLE: dict[Role, str] = {
    "user_permission": "permission",
    "user_duty": "duty",
    "user_prohibition": "prohibition",
    "third_party": "third_party",
    "agreement_term": "term",
    "definition": "definition",
    "unread": "unread",
}
REGULATION_ROLES = {
    "practices": ("platform_practice", "agreement_term"),
    "rights": ("user_permission",),
    "others": ("third_party",),
    "terms": ("agreement_term",),
    "conduct": ("user_duty", "user_prohibition"),
}
"""The names by which ``regulations.yaml`` speaks of roles."""

NONE_NAMED = "none_named"
"""The kind of data of a clause about data that does not say which."""
NOT_DATA = "not_data"
"""The kind of data of a clause that is about something else."""


@dataclass(frozen=True)
class Act:
    """Who acts in a clause, whether it is stated, limited or denied, and the cue that told.

    ``start`` is where the subject stands in the text that was read.
    """

    role: Role
    polarity: Polarity
    cue_id: str
    start: int = 0

    @property
    def name(self) -> str:
        """The act as tables and texts name it (``ACTS``)."""
        return self.polarity if self.role == "platform_practice" else _ACT_OF_ROLE[self.role]


UNREAD = Act("unread", "states", "")


def act_named(name: str, cue_id: str, start: int = 0) -> Act:
    """Return the act that tables and texts call ``name`` (``ACTS``)."""
    if name in _POLARITIES:
        return Act("platform_practice", _POLARITIES[name], cue_id, start)
    role = next(role for role, act in _ACT_OF_ROLE.items() if act == name)
    return Act(role, "states", cue_id, start)


@dataclass(frozen=True)
class Find:
    """Signs that fill a slot: the words, and the first sentence they stand in, as offsets within the clause's text.

    ``in_stem``: the words stand in the stem or heading above; the offsets are then those of the first sentence.
    ``denied``: they say that what the slot asks for is not there ("no setting keeps it out").
    """

    words: str
    start: int
    end: int
    in_stem: bool = False
    denied: bool = False


@dataclass(frozen=True)
class ClauseReading:
    """What a clause says by itself. Offsets are within its text.

    ``headline`` names the platform as ``{platform}``; ``headline_from``: ``made`` of the sentence's own words with its
    pronouns replaced, ``quoted`` word for word, ``cut`` a quote that goes on. ``marks``: stances it takes and signs
    that stand in it, as the table of exposure names them. ``slots_read``: false in languages whose slots are not read.
    """

    topic_id: str
    act: Act
    lead_start: int
    lead_end: int
    headline: str
    headline_from: Literal["made", "quoted", "cut"]
    data_kind: str
    finds: dict[str, Find]
    marks: tuple[str, ...] = ()
    slots_read: bool = True


@dataclass(frozen=True)
class SlotFilled:
    """A slot of a clause's topic and where it is filled: quote and offsets in the version, none where it is open.

    ``denied``: what stands there says that what the slot asks for is not there.
    """

    slot: str
    where: Where
    words: str | None = None
    quote: str | None = None
    provision_id: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    denied: bool = False
