"""Tells lines of a page, notices and pointers from rules: what comes and goes without the policy changing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from assets.changes.lexicon import lexicon
from assets.changes.model import Wording
from assets.changes.phrases import words_of
from assets.changes.statements import read
from assets.changes.wording import is_dated_line
from assets.provisions import plain
from assets.topics.contents import Place, is_contents
from assets.versions.artefacts import is_page_line
from assets.versions.consent_dialogs import asks_for_consent
from assets.versions.date_expressions import find_dates
from assets.versions.hashes import AGE_MASK, COUNTER_MASK, ID_MASK, tells_today, without_tokens

LineKind = Literal[
    "page_line", "question", "date_stamp", "notice", "pointer", "introduction", "heading", "empty"
]

PAGE_LINE = 14
"""Words up to which a line that begins like one of the page is one: "We use cookies to …" begins rules as well."""
POINTER = 30
"""Words up to which a sentence that sends the reader elsewhere says nothing else."""
INTRODUCTION = 30
"""Words up to which a sentence that ends with a colon only introduces what stands below it."""
MENU_ENTRY = 2
"""Words up to which a paragraph by itself, without a verb or a figure, is an entry of a menu ("Guides")."""
GREETING_REACH = 8
"""Words from the start in which a greeting makes a sentence one."""
NOTICE = 45
"""Words up to which a sentence that tells of a new or old version is a notice and no rule."""
STATED_HEADING = 9
"""Words from which a heading with a verb of force is a sentence set in bold."""

FIRST_CJK, CHARACTER_WORDS = "\u3040", 0.5
"""From this character on a form is one of Chinese, Japanese or Korean: half a word."""

_YEAR_LINE = re.compile(r"(?:©|\(c\)|copyright)\s{0,3}|^(?:19|20)\d\d$", re.IGNORECASE)
_OBFUSCATED = re.compile(r"\[email[\s\u00a0]?protected\]", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?:updated|edited|posted|published)?\s?(?:over|about|more than)?\s?(?:an?|\d{1,3}|one|two)\s(?:minute|hour|day|week|month|year)s?\sago\b"
    r"|\b\d{1,6} (?:of|out of|von|sur|de|di|van) \d{1,6}\b"
    r"|\b(?:today|yesterday|this week|last week)\b|\b\d[\d,.]{0,8}[km]?\s(?:views|likes|comments|followers|stars)\b",
    re.IGNORECASE,
)
RELATIVE_LINE = 10
"""Words up to which a line with "3 days ago", "1,200 views" or "16 of 391" is a line of the page."""
PROMOTION = 16
"""Words up to which a paragraph by itself that names a sale, a saving or a trial advertises."""
_PROMOTION = re.compile(
    r"\b(?:summer|winter|spring|autumn|holiday|flash|clearance) sale\b|\bblack friday\b|\bcyber monday\b|\bshop now\b"
    r"|\bsee all deals\b|\bup to \d{1,2} ?% off\b|\b\d{1,2} ?% off\b|\bsave (?:up to )?[$€£]?\d{1,4}\b|\bfree trial\b"
    r"|\bwatch (?:it )?(?:now|live)\b|\bdownload (?:the|our) app\b|\bschlussverkauf\b|\bjetzt (?:kaufen|shoppen|sichern|app)\b"
    r"|\bbis zu -?\d{1,2} ?% (?:sparen|rabatt)|\bsoldes\b|\bjusqu[’']à -?\d{1,2} ?%|\btéléchargez l[’']app"
    r"|\brebajas\b|\bhasta (?:un )?-?\d{1,2} ?% de descuento|\bdescarga la app|大促|低至|下载应用",
    re.IGNORECASE,
)
ROW_OF_TITLES = 4
"""Words from which a paragraph is a row of titles if each begins with a capital and no sign stands between them."""
_TITLE = re.compile(r"[A-ZÄÖÜÉÈÀÁÍÓÚÑ][^\W\d_]{2,20}")
_MASKS = re.compile("|".join(map(re.escape, (ID_MASK, COUNTER_MASK, AGE_MASK))))
_ANCHOR_LINKS = re.compile(
    r"(?:[\W\d_]|<br>){0,12}(?:\[[^\[\]]{1,200}\]\(#[^()\s]{0,200}\)(?:[\W\d_]|<br>){0,12})+"
)
"""A block that is nothing but links to places of its own page: an entry of its table of contents."""
DIALOG_MANNER = re.compile(
    r"\b(?:accept|reject|decline|akzeptieren|ablehnen|accepter|refuser|aceptar|rechazar)\b|接受|拒绝|best experience"
    r"|bestes? erlebnis|by continuing|you can change your mind|we and our partners|before you continue"
    r"|wir und unsere partner|nous et nos partenaires|nosotros y nuestros socios|améliorer votre expérience"
    r"|mejorar su experiencia|改善您的体验",
    re.IGNORECASE,
)
"""What only a dialog says: cookie notices name cookies as well."""
_FACT = re.compile(r"@|\+\d|\d{3}|[$€£¥]")


def line_kind(wording: Wording) -> LineKind | None:
    """Return what a block is if it states no rule, ``None`` if it may state one."""
    kind = _line_kind(wording.text, wording.kind, bool(wording.stem))
    if kind is None and not wording.stem and wording.heading_path:
        return _under_page_heading(wording.text, wording.heading_path[-1])
    return kind


@lru_cache(maxsize=1 << 12)
def _under_page_heading(text: str, heading: str) -> LineKind | None:
    """What stands under "Related articles" is a line of the page, unless it is a sentence about somebody's duty."""
    if _is_page_heading(heading) and not _states(plain(text)):
        return "page_line"
    return None


@lru_cache(maxsize=1 << 12)
def _is_page_heading(heading: str) -> bool:
    forms = tuple(form for form in words_of(plain(heading)).forms if form[0].isalnum())
    found = lexicon().page_headings.find(forms)
    return bool(forms) and any(one.start == 0 and one.end == len(forms) for one in found)


@lru_cache(maxsize=1 << 13)
def _line_kind(text: str, kind: str, has_stem: bool) -> LineKind | None:
    shown = plain(text)
    forms = words_of(shown).forms
    count = sum(CHARACTER_WORDS if form > FIRST_CJK else 1 for form in forms if form[0].isalnum())
    if count == 0:
        return "empty"
    if kind not in ("heading", "table_row") and "](#" in text and _ANCHOR_LINKS.fullmatch(text.strip()):
        return "page_line"
    if kind != "table_row" and not has_stem and _is_of_page(shown, kind, count):
        return "page_line"
    if is_dated_line(text):
        return "date_stamp"
    if shown.endswith(("?", "？")) and count <= POINTER:
        return "heading" if kind == "heading" else "question"
    first = forms[next((n for n, form in enumerate(forms) if form[0].isalnum() or form == "©"), 0) :]
    if count <= PAGE_LINE and lexicon().page_lines.starts(first) and not _states(shown):
        return "page_line"
    if count <= RELATIVE_LINE and (_AGO.search(shown) or _YEAR_LINE.search(shown)) and not _states(shown):
        return "page_line"
    if kind in ("heading", "table_header"):
        return "heading" if kind == "table_header" or not _is_sentence(shown, count) else None
    if is_notice(shown):
        return "notice"
    if shown.endswith((":", "：")) and count <= INTRODUCTION:
        return "introduction"
    if is_pointer(shown):
        return "pointer"
    if count <= INTRODUCTION and not has_stem and (_greets(forms) or is_contents(shown, Place())):
        return "introduction"
    if (
        kind == "paragraph"
        and not has_stem
        and count <= MENU_ENTRY
        and not _FACT.search(shown)
        and not read(shown).acts
    ):
        return "page_line"
    return None


def _is_of_page(shown: str, kind: str, count: float) -> bool:
    """Whether a line by itself is a strip of a page's words, an id or a counter, or a row of titles."""
    if is_page_line(shown) or tells_today(shown) or (kind == "heading" and _is_page_heading(shown)):
        return True
    if asks_for_consent(shown) and DIALOG_MANNER.search(shown):
        return True
    if count <= RELATIVE_LINE and _MASKS.search(without_tokens(shown)) and not _states(shown):
        return True
    if kind == "paragraph" and count <= PROMOTION and _PROMOTION.search(shown) and not _states(shown):
        return True
    words = shown.split()
    return kind == "paragraph" and len(words) >= ROW_OF_TITLES and all(map(_TITLE.fullmatch, words))


@lru_cache(maxsize=1 << 13)
def is_pointer(sentence: str) -> bool:
    """Whether a sentence (plain text) only says where to read more."""
    forms = words_of(sentence).forms
    asks = any(form in ("how", "what", "why", "which") for form in forms[POINTER // 6 :])
    announced = asks and len(forms) <= 2 * POINTER and lexicon().pointers.starts(forms) is not None
    if (
        (len(forms) > POINTER and not announced)
        or not lexicon().pointers.holds(forms)
        or _FACT.search(sentence)
    ):
        return False
    if announced:
        return True
    marks = lexicon().reading.find(forms)
    return not (marks["bounds"] or marks["choices"] or _named(forms))


@lru_cache(maxsize=1 << 13)
def is_notice(sentence: str) -> bool:
    """Whether a sentence only tells that the document was changed, or where an older one is."""
    forms = words_of(sentence).forms
    if len(forms) > NOTICE:
        return False
    found = lexicon().lists.find(forms)
    if found["own_day_notices"] and find_dates(sentence):
        return True
    if found["rules_of_notice"]:
        return False
    return bool(found["notices"]) or bool(found["dated_notices"] and find_dates(sentence))


def _greets(forms: tuple[str, ...]) -> bool:
    greeting = lexicon().lists.find(forms[:GREETING_REACH])["greetings"]
    return bool(greeting) and not any(form in ("not", "never", "shall", "must") for form in forms)


def _named(forms: tuple[str, ...]) -> bool:
    """Whether it is for those of one place: a pointer for residents of Poland tells them which terms are theirs."""
    return any(form in ("based", "resident", "reside", "located", "live") for form in forms)


def _states(shown: str) -> bool:
    return any(act.actor in ("platform", "user") for act in read(shown).acts) and not _OBFUSCATED.search(
        shown
    )


def _is_sentence(shown: str, count: float) -> bool:
    return count >= STATED_HEADING and bool(read(shown).acts)
