"""How provisions get their ids, and wordings their hashes: the same data gives the same ids everywhere."""

from __future__ import annotations

import hashlib

ID_CHARACTERS = 20
"""Hexadecimal digits of a provision id (80 bits): ten million provisions collide with a chance of 4e-11."""


def wording_sha256(normalised_text: str) -> str:
    """Return the hash a wording is known by, in hexadecimal."""
    return hashlib.sha256(normalised_text.encode()).hexdigest()


def mint_provision_id(timeline_id: str, version_id: str, normalised_text: str, occurrence: int) -> str:
    """Return the id of a provision first seen in a version: ``p-`` and twenty hexadecimal digits.

    ``occurrence`` counts the blocks of that version with the same wording from 1, in document order.
    """
    parts = (timeline_id, version_id, str(occurrence), normalised_text)
    # Each part is preceded by its length, so that no two lists of parts give the same bytes.
    material = "".join(f"{len(part)}:{part}" for part in parts)
    return "p-" + hashlib.sha256(material.encode()).hexdigest()[:ID_CHARACTERS]
