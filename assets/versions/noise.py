"""Tells what kind of difference lies between two texts of one document: noise of one of its classes, or a change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from assets.versions.date_expressions import DateMention, find_dates
from assets.versions.dates import read_dates
from assets.versions.hashes import COUNTER_MASK, ID_MASK, masked_text
from assets.versions.text import Text, squeeze
from assets.versions.visible import visible_text

# Classes of differences that no reader needs to see.
LINK_ONLY, MARKUP_ONLY, DATE_ONLY, TOKEN_ONLY = "link_only", "markup_only", "date_only", "token_only"
REORDER_ONLY, NAVIGATION = "reorder_only", "navigation"
NOISE_CLASSES = frozenset({LINK_ONLY, MARKUP_ONLY, DATE_ONLY, TOKEN_ONLY, REORDER_ONLY, NAVIGATION})
# Classes of changes that are published.
EDITORIAL, SUBSTANTIVE = "editorial", "substantive"
NEW_DATE = "new_date"  # the rule by which a new date of the document itself is editorial

# A page that prints today's date prints it in its own time zone.
CALENDAR_SLACK = timedelta(days=1)
# Words of a line with which running text begins and ends; what stands before and after it may be menus.
RUNNING_LINE = 12
# The most words of a menu's entry, and of a line repeated in a table of contents.
ENTRY_WORDS, HEADING_WORDS = 8, 14


@dataclass(frozen=True)
class Difference:
    """What lies between two texts: its class, the rule that gave it and, for readers, what was seen."""

    noise_class: str
    rule: str
    detail: str = ""

    @property
    def is_noise(self) -> bool:
        """Whether no reader needs to see it."""
        return self.noise_class in NOISE_CLASSES


def compare(old: Text, new: Text) -> Difference:
    """Return what lies between two texts of one document; neither is a hole, an error or another language.

    The first rule that fits wins: from what a reader cannot see at all, over what belongs to the page, to
    dates and tokens; what is left is a change.
    """
    if old.prints.text_sha256 == new.prints.text_sha256:
        return _beneath_the_text(old, new)
    before, after = squeeze(old.core), squeeze(new.core)
    if before == after:
        return Difference(
            MARKUP_ONLY, "same_letters", "only spaces, shapes of quotes or words of the interface differ"
        )
    return (
        _in_tokens(old, new)
        or _in_addresses(before, after)
        or _in_lines(old, new)
        or _in_writing(old, new)
        or Difference(SUBSTANTIVE, "text", "the wording differs")
    )


_TARGETS = re.compile(r"\]\(([^()\s]{0,4000}(?:\([^()\s]{0,500}\)[^()\s]{0,4000})?)")


def _beneath_the_text(old: Text, new: Text) -> Difference:
    before, after = Counter(_TARGETS.findall(old.markdown)), Counter(_TARGETS.findall(new.markdown))
    if before == after:
        return Difference(MARKUP_ONLY, "same_text", "a reader sees the same text")
    changed = max((before - after).total(), (after - before).total())
    return Difference(LINK_ONLY, "same_text", f"{changed} link targets differ under the same text")


def _in_tokens(old: Text, new: Text) -> Difference | None:
    """The texts differ only in dates, ages, ids, counters or copyright years."""
    masked = masked_text(new.core)
    if squeeze(masked_text(old.core)) != squeeze(masked):
        return None
    before = find_dates(old.core, language=old.language)
    after = find_dates(new.core, language=new.language)
    written = [[text.core[m.start : m.end] for m in dates] for text, dates in ((old, before), (new, after))]
    changed = [
        number
        for number, (one, two) in enumerate(zip(before, after, strict=False))
        if _meaning(one, written[0][number]) != _meaning(two, written[1][number])
    ]
    if not changed:
        if list(map(squeeze, written[0])) != list(map(squeeze, written[1])):
            return Difference(DATE_ONLY, "dates_rewritten", "the same dates are written in another way")
        if ID_MASK in masked or COUNTER_MASK in masked:
            return Difference(TOKEN_ONLY, "id_or_counter", "only ids or counters differ")
        return Difference(DATE_ONLY, "age_or_copyright", "only a relative date or a copyright year differs")
    shown = ", ".join(f"{written[0][number]} → {written[1][number]}" for number in changed[:3])
    if _states_its_own(old, [written[0][n] for n in changed]) and _states_its_own(
        new, [written[1][n] for n in changed]
    ):
        return Difference(EDITORIAL, NEW_DATE, f"only the document's own date is new: {shown}")
    if all(_is_day_of(before[n].value, old) and _is_day_of(after[n].value, new) for n in changed):
        return Difference(DATE_ONLY, "follows_calendar", f"a date that is the day of the visit: {shown}")
    return Difference(SUBSTANTIVE, "date_in_text", f"a date in the text differs: {shown}")


def _meaning(mention: DateMention, written: str) -> str:
    return mention.value.isoformat() if mention.value else squeeze(written).lower()


def _is_day_of(value: date | None, text: Text) -> bool:
    return value is not None and abs(value - text.seen_at.date()) <= CALENDAR_SLACK


def _states_its_own(text: Text, dates: list[str]) -> bool:
    stated = read_dates(text.markdown, language=text.language)
    quotes = squeeze(f"{stated.declared_quote} {stated.effective_quote}")
    return all(squeeze(written) in quotes for written in dates)


_HIDDEN_ADDRESS = re.compile(r"\[?email(?:\xa0)?protected\]?", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")


def _in_addresses(before: str, after: str) -> Difference | None:
    """One squeezed text shows an e-mail address, the other what a filter against robots puts in its place."""
    if bool(_HIDDEN_ADDRESS.search(before)) == bool(_HIDDEN_ADDRESS.search(after)):
        return None
    hidden, shown = (before, after) if _HIDDEN_ADDRESS.search(before) else (after, before)
    pieces = [re.escape(piece) for piece in _HIDDEN_ADDRESS.split(hidden)]
    if len(pieces) > 200 or not re.fullmatch(_ADDRESS.pattern.join(pieces), shown):
        return None
    return Difference(TOKEN_ONLY, "hidden_address", "an e-mail address is hidden from robots, or no longer")


def _in_lines(old: Text, new: Text) -> Difference | None:
    """Whole lines are moved, repeated (a title, a table of contents), or entries of a menu."""
    before, after = Counter(map(squeeze, old.lines)), Counter(map(squeeze, new.lines))
    if before == after:
        return Difference(REORDER_ONLY, "same_lines", "the same lines stand in another order")
    lines = {squeeze(line): line for line in [*old.lines, *new.lines]}
    changed = [lines[line] for line in [*(before - after), *(after - before)]]
    staying = {_bare(line) for line in old.lines} & {_bare(line) for line in new.lines}
    rest = [line for line in changed if not (_bare(line) in staying and len(line.split()) <= HEADING_WORDS)]
    if not rest:
        return Difference(
            NAVIGATION, "repeated_lines", f"{len(changed)} lines are shown once more or once less"
        )
    entries = _menu_entries(old) | _menu_entries(new)
    if all(squeeze(line) in entries for line in rest):
        return Difference(NAVIGATION, "menu", f"{len(rest)} lines of menus or of the page's head differ")
    return None


_LINK_LINE = re.compile(r"^[\s*+>#-]*(?:!?\[[^\[\]]{0,200}\]\([^()\n]{0,2000}\)[\s|·•,-]*){1,20}$")
_FACT = re.compile(r"[\d@:%$€£?!]")


def _menu_entries(text: Text) -> set[str]:
    """Lines (squeezed) above or below the running text that are but short links, or above it short words."""
    lines = [line.strip() for line in text.markdown.splitlines() if line.strip()]
    counts = [len(visible_text(line).split()) for line in lines]
    running = [number for number, count in enumerate(counts) if count >= RUNNING_LINE]
    if not running:
        return set()
    entries = set()
    for number in (*range(running[0]), *range(running[-1] + 1, len(lines))):
        shown = visible_text(lines[number])
        short_words = number < running[0] and counts[number] <= ENTRY_WORDS // 2 and not _FACT.search(shown)
        if (_LINK_LINE.match(lines[number]) and counts[number] <= ENTRY_WORDS) or short_words:
            entries.add(squeeze(shown))
    return entries


_NUMBERING = re.compile(
    r"(?:(?<=\s)|^)\(?(?:[A-Z]\.)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})(?:[.)]\s|\.\)\s)"
)
_NOT_LETTERS = re.compile(r"[\W_]+")


def _bare(line: str) -> str:
    """A line without its number, case and punctuation."""
    return _NOT_LETTERS.sub("", _NUMBERING.sub("", line)).casefold()


def _in_writing(old: Text, new: Text) -> Difference | None:
    if _bare(old.core) == _bare(new.core):
        return Difference(EDITORIAL, "case_or_punctuation", "only case, punctuation or numbering differ")
    return None
