"""Say which language a text is in, offline, from the text itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# Enough for certainty in any language (the model is sure from about 100 characters), at a millisecond a text.
SAMPLE_CHARACTERS = 600
# A third of the sample, from the middle of the text, is read first; from this probability on it is enough.
SURE = 0.99
# Below this probability the text alone does not decide: what the page says of itself does, if it says it.
CERTAIN = 0.6
# Below this, and with nothing else to go by, no answer is better than a guess: of 40 titles and one-line
# sentences in 15 languages all wrong answers but one (Japanese without kana) lay below it.
PLAUSIBLE = 0.5
# Telling 160 languages apart, the model takes titles for their rarer neighbours (Spanish for Galician); these
# are the languages services publish their terms in.
LANGUAGES = frozenset(
    {
        *(
            "ar",
            "bg",
            "bn",
            "ca",
            "cs",
            "da",
            "de",
            "el",
            "en",
            "es",
            "et",
            "fa",
            "fi",
            "fr",
            "ga",
            "he",
            "hi",
        ),
        *("hr", "hu", "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nl", "no", "pl", "pt", "ro"),
        *("ru", "sk", "sl", "sr", "sv", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh"),
    }
)

_LINK_TARGET = re.compile(r"\]\([^()\s]{0,2000}\)|<?https?://[^\s<>)]{0,2000}>?|\S{1,200}@\S{1,200}")
_LETTER = re.compile(r"[^\W\d_]")
# Bokmål and Nynorsk: the model knows only Norwegian, and one timeline must not change its language.
_NORWEGIAN = frozenset({"nb", "nn"})
_PRIMARY_TAG = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


def detect_language(text: str, declared: str | None = None) -> str | None:
    """Return the BCP-47 primary tag of a text's language (``en``, ``zh``), or ``None`` if it cannot be told.

    ``declared`` is what the page says of itself (``<html lang>``). It is often wrong, so it is only heard
    where the text is too short to tell.

    >>> detect_language("Wir verkaufen Ihre personenbezogenen Daten nicht.", declared="en-US")
    'de'
    >>> detect_language("Privacy Policy", declared="en-US"), detect_language("2024"), detect_language("隐私政策")
    ('en', None, 'zh')
    """
    hint = _primary(declared)
    if len(text) <= SAMPLE_CHARACTERS:
        sample = _without_addresses(text)
    else:
        part, half = SAMPLE_CHARACTERS // 3, len(text) // 2
        middle = _without_addresses(text[half : half + part])
        language, probability = _model().classify(middle) if _LETTER.search(middle) else ("", 0.0)
        if probability >= SURE:
            return str(language)
        sample = f"{_without_addresses(text[:part])} {middle} {_without_addresses(text[-part:])}"
    if not _LETTER.search(sample):
        return hint
    language, probability = _model().classify(sample)
    if probability < CERTAIN and hint is not None:
        return hint
    return str(language) if probability >= PLAUSIBLE else None


def _without_addresses(text: str) -> str:
    """Return a text without link targets, URLs and e-mail addresses."""
    return _LINK_TARGET.sub(" ", text) if "@" in text or "](" in text or "://" in text else text


def _primary(declared: str | None) -> str | None:
    match = _PRIMARY_TAG.match((declared or "").strip())
    tag = match.group().lower() if match else None
    return "no" if tag in _NORWEGIAN else tag


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model: a second, once a process."""
    from numpy import ascontiguousarray
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(LANGUAGES & set(model.labels)))
    # Of each feature's scores in one place of memory: choosing the languages leaves them scattered.
    model.nb_ptc = ascontiguousarray(model.nb_ptc)
    return model
