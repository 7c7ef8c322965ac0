"""Tells what kind of difference lies between two texts of one document: noise of one of its classes, or a change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from assets.versions.date_expressions import DateMention, find_dates
from assets.versions.hashes import COUNTER_MASK, ID_MASK
from assets.versions.line_noise import LineNoise, Page, line_noise, states_own_date
from assets.versions.squeezing import squeeze
from assets.versions.text import Text
from assets.versions.writing import Writing, hides_addresses

# Classes of differences that no reader needs to see.
LINK_ONLY, MARKUP_ONLY, DATE_ONLY, TOKEN_ONLY = "link_only", "markup_only", "date_only", "token_only"
REORDER_ONLY, NAVIGATION = "reorder_only", "navigation"
NOISE_CLASSES = frozenset({LINK_ONLY, MARKUP_ONLY, DATE_ONLY, TOKEN_ONLY, REORDER_ONLY, NAVIGATION})
# Classes of changes that are published.
EDITORIAL, SUBSTANTIVE = "editorial", "substantive"
NEW_DATE = "new_date"  # the rule by which a new date of the document itself is editorial

# A page that prints today's date prints it in its own time zone.
CALENDAR_SLACK = timedelta(days=1)


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
    if "".join(map(squeeze, old.lines)) == "".join(map(squeeze, new.lines)):
        return Difference(
            MARKUP_ONLY, "same_letters", "only spaces, shapes of quotes or words of the interface differ"
        )
    one_hides = hides_addresses(old) != hides_addresses(new)
    pair = Pair(old, new, without_addresses=one_hides)
    return (
        _written_otherwise(pair)
        or _in_tokens(pair)
        or _in_lines(pair)
        or _in_writing(pair)
        or Difference(SUBSTANTIVE, "text", "the wording differs")
    )


@dataclass(frozen=True)
class Pair:
    """Two texts of one document, the older first; ``without_addresses`` if only one of them shows addresses."""

    old: Text
    new: Text
    without_addresses: bool

    @property
    def writings(self) -> tuple[Writing, Writing]:
        """Both, written alike."""
        if self.without_addresses:
            return self.old.writing_without_addresses, self.new.writing_without_addresses
        return self.old.writing, self.new.writing


_TARGETS = re.compile(r"\]\(([^()\s]{0,4000}(?:\([^()\s]{0,500}\)[^()\s]{0,4000})?)")
_PICTURES = re.compile(
    r"\[!\[[^\]]{0,500}\]\([^()\s]{0,4000}\)\]\([^()\s]{0,4000}\)|!\[[^\]]{0,500}\]\([^()\s]{0,4000}\)"
)
"""Pictures, with or without a link around them: no words lead anywhere there."""
ANCHORS = "anchors"
"""The rule for texts in which nothing differs but the anchors of headings."""


def _beneath_the_text(old: Text, new: Text) -> Difference:
    if Counter(_TARGETS.findall(old.markdown)) == Counter(_TARGETS.findall(new.markdown)):
        return Difference(MARKUP_ONLY, "same_text", "a reader sees the same text")
    before, after = (Counter(_TARGETS.findall(_PICTURES.sub("", text.markdown))) for text in (old, new))
    gone, come = before - after, after - before
    if not gone and not come:
        return Difference(LINK_ONLY, "pictures", "only addresses of pictures differ")
    changed = max(gone.total(), come.total())
    if all(target.startswith("#") for target in gone | come):
        return Difference(LINK_ONLY, ANCHORS, f"{_anchors(changed)} under the same text")
    return Difference(LINK_ONLY, "same_text", f"{_counted(changed, 'link target')} under the same text")


def _anchors(number: int) -> str:
    return "1 anchor of a heading differs" if number == 1 else f"{number} anchors of headings differ"


def _counted(number: int, thing: str) -> str:
    return f"1 {thing} differs" if number == 1 else f"{number} {thing}s differ"


def _written_otherwise(pair: Pair) -> Difference | None:
    """The same dates, links and addresses in another writing."""
    before, after = pair.writings
    if before.letters != after.letters:
        return None
    if pair.without_addresses:
        return Difference(
            TOKEN_ONLY, "hidden_address", "an e-mail address is hidden from robots, or no longer"
        )
    dates = [
        [
            squeeze(text.core[mention.start : mention.end])
            for mention in find_dates(text.core, language=text.language)
        ]
        for text in (pair.old, pair.new)
    ]
    values = [
        [one.value for one in find_dates(text.core, language=text.language)] for text in (pair.old, pair.new)
    ]
    if values[0] != values[1]:
        return Difference(DATE_ONLY, "follows_calendar", "a line that tells the day of the visit differs")
    if dates[0] != dates[1]:
        return Difference(DATE_ONLY, "dates_rewritten", "the same dates are written in another way")
    return Difference(LINK_ONLY, "shown_link", "the path of a link that is shown in the text differs")


def _in_tokens(pair: Pair) -> Difference | None:
    """The texts differ only in dates, ages, ids, counters or copyright years."""
    before, after = pair.writings
    if before.masked != after.masked:
        return None
    dates = [find_dates(side.plain, language=pair.new.language) for side in (before, after)]
    changed = [
        (one, two)
        for one, two in zip(*dates, strict=False)
        if _meaning(one, before.plain) != _meaning(two, after.plain)
    ]
    if not changed:
        if ID_MASK in after.masked or COUNTER_MASK in after.masked:
            return Difference(TOKEN_ONLY, "id_or_counter", "only ids or counters differ")
        return Difference(DATE_ONLY, "age_or_copyright", "only a relative date or a copyright year differs")
    named = [(_meaning(one, before.plain), _meaning(two, after.plain)) for one, two in changed]
    shown = ", ".join(f"{one} → {two}" for one, two in named[:3])
    follows = all(_is_day_of(one.value, pair.old) and _is_day_of(two.value, pair.new) for one, two in changed)
    if follows and not any(map(states_own_date, after.lines_with({two for _, two in named}))):
        return Difference(DATE_ONLY, "follows_calendar", f"a date that is the day of the visit: {shown}")
    if all(one in before.own_dates and two in after.own_dates for one, two in named):
        return Difference(EDITORIAL, NEW_DATE, f"only the document's own date is new: {shown}")
    return Difference(SUBSTANTIVE, "date_in_text", f"a date in the text differs: {shown}")


def _meaning(mention: DateMention, text: str) -> str:
    return mention.value.isoformat() if mention.value else text[mention.start : mention.end]


def _is_day_of(value: date | None, text: Text) -> bool:
    return value is not None and abs(value - text.seen_at.date()) <= CALENDAR_SLACK


_LINE_NOISE = {
    LineNoise.REORDERED: Difference(REORDER_ONLY, "same_lines", "the same lines stand in another order"),
    LineNoise.MENU: Difference(
        NAVIGATION, "menu", "only entries of menus or lines of the page's head differ"
    ),
    LineNoise.REWRITTEN: Difference(
        EDITORIAL,
        "case_or_punctuation",
        "only case, punctuation or numbering differ, beside what belongs to the page",
    ),
    LineNoise.REPEATED: Difference(NAVIGATION, "repeated_lines", "only lines shown twice or once differ"),
}


def _in_lines(pair: Pair) -> Difference | None:
    found = line_noise(Page(pair.writings[0], pair.old.markdown), Page(pair.writings[1], pair.new.markdown))
    return _LINE_NOISE[found] if found else None


def _in_writing(pair: Pair) -> Difference | None:
    before, after = pair.writings
    if "".join(before.bare) == "".join(after.bare):
        return Difference(EDITORIAL, "case_or_punctuation", "only case, punctuation or numbering differ")
    return None
