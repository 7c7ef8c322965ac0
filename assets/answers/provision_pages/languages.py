"""What a page says of a clause in a language that roles, slots and exposure are not read in."""

from __future__ import annotations

from collections.abc import Sequence

from assets.answers.provision_pages.exposure import Exposure

_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish",
    "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_name(code: str) -> str:
    """Return the English name of a language (ISO 639-1), the code itself where it is not listed."""
    return _NAMES.get(code, f"a language with the code {code}")


def not_read_in(code: str, marks: Sequence[str] = ()) -> Exposure:
    """Return the exposure of a clause in a language that is not read: unknown, which is not low, and why in words.

    Args:
        code: its language (ISO 639-1).
        marks: stances it takes on questions that are read in its language, as ``question.stance``.
    """
    stances = " and ".join(mark.replace(".", ": ") for mark in marks)
    found = (
        f"it answers {stances}, which the table does not rate without the rest"
        if stances
        else "no question that is read in that language found a statement in it"
    )
    return Exposure(
        "unknown",
        f"this page's rules read English; the clause is in {language_name(code)}, and {found}",
        "other-language",
    )
