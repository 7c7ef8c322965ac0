"""What the state machine of a timeline is given, what it remembers and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assets.captures.judging import Judgement
from assets.versions.hashes import Fingerprints

Status = Literal["published", "noise", "quarantined"]
FIRST, EXACT_RETURN, RESTORE = "first", "exact_return", "restore"
LOSS, LOCALE_SWITCH, OTHER_DOCUMENT = "loss", "locale_switch", "other_document"
NOT_A_POLICY, BLOCKED = "not_a_policy", "blocked"


@dataclass(frozen=True)
class Candidate:
    """A text as captured or imported.

    ``key`` is the caller's own name for it, handed back when it is released; ``prints`` its fingerprints, if
    they are known already.
    """

    markdown: str
    seen_at: datetime
    language: str | None = None
    agreement: float | None = None
    judgement: Judgement | None = None
    key: str = ""
    prints: Fingerprints | None = None


@dataclass(frozen=True)
class StoredVersion:
    """A recorded version, as its table row has it, in the order of recording.

    ``markdown`` may be empty except for the last published version, the last version, and the quarantined
    versions at the end.
    """

    seen_at: datetime
    status: Status
    noise_class: str
    rule: str
    raw_sha256: str
    text_sha256: str
    language: str | None = None
    markdown: str = ""
    key: str = ""
    masked_sha256: str = ""


@dataclass(frozen=True)
class Decision:
    """What a candidate is.

    ``unchanged``: no version is recorded; ``status`` is that of the version it equals. ``version``: it is
    recorded with this status, class and rule. With ``releases``, the version recorded last before it
    (``released_key``) leaves quarantine, or its noise, and is published; that comes first, the candidate's
    own status second. ``compared_with`` is the key of the version it was judged against (empty: the first).
    """

    outcome: Literal["unchanged", "version"]
    status: Status
    noise_class: str
    rule: str
    detail: str = ""
    releases: bool = False
    released_key: str = ""
    compared_with: str = ""
