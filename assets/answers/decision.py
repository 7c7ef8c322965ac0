"""What the reading of a platform's documents comes to, before it is written down as an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assets.answers.model import EvidenceRole
from assets.answers.units import Unit


@dataclass(frozen=True)
class Decision:
    """A stance, and the units that carry it, each with the part it plays, the most important first.

    ``rules`` are the ids of the rules that decided; ``value`` holds the question's columns;
    ``headline`` is the sentence that states the stance. ``beside`` are decisions of their own for those to
    whom something else is said.
    """

    stance: str
    confidence: float
    scope: str
    headline: str
    rules: tuple[str, ...]
    value: Mapping[str, Any]
    quoted: tuple[tuple[EvidenceRole, Unit], ...] = field(default=())
    beside: tuple[Decision, ...] = field(default=())
