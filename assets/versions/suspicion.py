"""Why a text must be looked at twice before it may replace the one in force: a loss, another language or document."""

from __future__ import annotations

from assets.captures.judging import document_kinds
from assets.versions.decisions import LOCALE_SWITCH, LOSS, OTHER_DOCUMENT
from assets.versions.noise import Difference
from assets.versions.text import Text, similarity

# A text this much shorter than the published one is held (DESIGN section 5: it returns in 86 % of cases).
KEPT_SHARE = 0.2
# A text that breaks off amid a sentence and lacks at least this share was not captured to its end.
UNCUT_SHARE = 0.95
CUT_OFF_SAME = 0.9  # share of its other lines that must be those of the text in force
FEW_WORDS = 50  # words under which a text is held if the published one has at least twice as many
# Under this share of words two texts have nothing in common but names, as translations have.
LANGUAGE_APART = 0.5
# A text whose head names another kind of document (privacy instead of terms) is another document if it shares
# fewer of its lines with the one in force: a policy that is renamed keeps most of them.
OTHER_DOCUMENT_LINES = 0.2


def suspicion(current: Text, text: Text) -> Difference | None:
    """Why a text must be looked at twice before it may replace the one in force, if there is a reason."""
    if _languages_differ(current, text):
        detail = (
            f"{current.language} → {text.language}, {similarity(current, text):.0%} of the words in common"
        )
        return Difference(LOCALE_SWITCH, "language", detail)
    if current.same_lines(text) < OTHER_DOCUMENT_LINES and (heads := _other_heads(current, text)):
        return Difference(OTHER_DOCUMENT, "other_name", heads)
    words, before = text.prints.words, current.prints.words
    if words < KEPT_SHARE * before or (words < FEW_WORDS and 2 * words < before):
        return Difference(LOSS, "words_lost", f"{words} words of {before} are left")
    if words < UNCUT_SHARE * before and _is_cut_off(current, text):
        return Difference(
            LOSS, "cut_off", f"{words} words of {before} are left, the last sentence is cut off"
        )
    return None


def _other_heads(current: Text, text: Text) -> str | None:
    """Say which kinds of document two texts are headed as, if they have none in common."""
    was, now = document_kinds(current.markdown), document_kinds(text.markdown)
    if not was or not now or was & now:
        return None
    return f"it is headed as {' and '.join(sorted(now))}, where {' and '.join(sorted(was))} stood"


def _is_cut_off(current: Text, text: Text) -> bool:
    """Whether a text is the beginning of the one in force and ends within one of its lines.

    A few other lines may differ: counters, or a change that was made as well.
    """
    old, new = current.lines, text.lines
    if not new or len(new) > len(old):
        return False
    last, whole = new[-1].rstrip(" .…"), old[len(new) - 1]
    if not last or whole == new[-1] or not whole.startswith(last):
        return False
    same = sum(one == two for one, two in zip(new[:-1], old, strict=False))
    return same >= CUT_OFF_SAME * (len(new) - 1)


def _languages_differ(current: Text, text: Text) -> bool:
    if not current.language or not text.language:
        return False
    if current.language.split("-")[0].lower() == text.language.split("-")[0].lower():
        return False
    return similarity(current, text) < LANGUAGE_APART
