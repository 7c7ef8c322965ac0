"""For whom a document is: the jurisdiction and the language a declaration states."""

from __future__ import annotations

import re

from assets.sources.located import Entries, Scalar, describe
from assets.sources.problems import Problems

_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
"""The form of ISO 3166 codes of countries (``FR``) and their parts (``US-CA``); ``EU`` is reserved there."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
"""The form of the language tags in use (BCP 47): ``en``, ``pt-BR``, ``zh-Hant``."""


def read_scope(node: Entries, problems: Problems) -> tuple[str, str]:
    """Return the optional keys ``jurisdiction`` and ``language``, empty where they are not stated.

    The form of the codes is checked, not whether they are assigned.
    """
    jurisdiction = _read_code(node, "jurisdiction", _JURISDICTION, "EU, FR or US-CA", problems)
    language = _read_code(node, "language", _LANGUAGE, "en or pt-BR", problems)
    return jurisdiction, language


def _read_code(node: Entries, key: str, form: re.Pattern[str], examples: str, problems: Problems) -> str:
    pair = node.pair(key)
    if pair is None:
        return ""
    value = pair.value.value if isinstance(pair.value, Scalar) else None
    if isinstance(value, str) and form.fullmatch(value):
        return value
    # YAML reads NO and no, Norway and its language, as false.
    fix = 'put quotes around it: "NO"' if isinstance(value, bool) else ""
    problems.error(
        pair.value.line, f"{key}: a code like {examples} was expected, not {describe(pair.value)}", fix
    )
    return ""
