"""Stage 4, provisions: versions cut into single clauses whose identity survives edits."""

from assets.provisions.model import Block, CarriedBy, Kind, KnownState, ProvisionRelation, Tracked
from assets.provisions.plain_text import normalised, plain
from assets.provisions.segmentation import segment
from assets.provisions.sentences import sentences
from assets.provisions.tracking import Tracker

__all__ = [
    "Block",
    "CarriedBy",
    "Kind",
    "KnownState",
    "ProvisionRelation",
    "Tracked",
    "Tracker",
    "normalised",
    "plain",
    "segment",
    "sentences",
]
