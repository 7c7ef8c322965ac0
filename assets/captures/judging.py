"""Judges whether a captured page is the policy it should be, or an error, a wall, a shell or another page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from assets.captures.judging_words import judging_words

Outcome = Literal["policy", "not_a_policy", "blocked"]

# Thresholds. Measured on the newest page of each of the 105 sources of the corpus and on all 1,671 texts of
# its history: policies have 40 to 140 legal words in 1,000, a marketing page 11, an imprint or a list of
# subprocessors 7 to 20 (hence the length from which legal words are counted at all).
SHORTEST_TEXT = 60  # words; below, only a text that plainly makes rules passes (DESIGN section 4)
SHORTEST_RULES = 3  # different legal words that make a text under SHORTEST_TEXT one that makes rules
SHORT_PAGE = 200  # words up to which an error phrase at the top tells the whole page
WALL_LEGAL_WORDS = 12  # different legal words above which a phrase of an error is a clause, not an error
TOP = 400  # characters in which an error page says what it is
COUNTING_LENGTH = 300  # words from which the share of legal words is trusted
FEWEST_LEGAL = 20  # legal words in 1,000 words
HUB_LINK_SHARE = 0.35  # of words that are links
HUB_RUNNING_WORDS = 150  # words of running text up to which a page full of links is an index
RUNNING_LINE = 9  # words outside links that make a line running text
# Characters of a long page that are read: its head and as much of its middle. A page this long is no error
# page, and whether it is written like a policy shows in a part of it.
SAMPLE = 6_000
KNOWN_LANGUAGE = 0.03  # share of small words of a known language in its texts (English: 0.15 and more)
_HAN_OR_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_BLOCKED = ("bot_wall", "geo_block", "login_wall")
# What a page of any length is, if its title and its top say so. (Policies speak of logging in and of scripts.)
_TITLED = ("soft_404", "server_error", "bot_wall", "geo_block")
_REASONS = {
    "soft_404": "the page says that it does not exist",
    "server_error": "the page reports an error of the server",
    "bot_wall": "the page asks for a check that the visitor is human, or refuses access",
    "geo_block": "the page says that it is not available from here",
    "login_wall": "the page asks to log in",
    "empty_shell": "the page waits for a script, it has no text of its own",
    "pdf_viewer": "the page is the frame of a PDF viewer, the text is elsewhere",
}


@dataclass(frozen=True)
class Judgement:
    """What a page is: ``rule`` names what decided, ``reason`` says it in words a user can act on."""

    outcome: Outcome
    rule: str
    reason: str


@dataclass(frozen=True)
class _Page:
    """A page, or a sample of a long one, as the rules see it.

    ``text`` is lower case; ``small_words`` counts words like "and" in the languages known, ``legal`` legal
    words, ``rules`` different legal words.
    """

    text: str
    title: str
    words: int
    link_words: int
    running_words: int
    small_words: int
    legal: int
    rules: int


POLICY = Judgement("policy", "policy", "nothing speaks against it")


def judge(
    markdown: str, *, url: str, final_url: str | None = None, title: str | None = None, terms_type: str = ""
) -> Judgement:
    """Judge the main text of a captured page.

    ``url`` is the declared address, ``final_url`` where redirects ended, ``title`` the page's own,
    ``terms_type`` what it should be (Open Terms Archive's name, e.g. ``Privacy Policy``). Short but real
    documents (an imprint, a cookie notice) pass; in doubt a page is a policy.

    >>> judge("# 404\\n\\nPage not found", url="https://example.org/terms").rule
    'soft_404'
    """
    page = _read(markdown, title or "")
    if not page.words:
        return Judgement("not_a_policy", "empty", "the page has no text")
    return (
        _error_or_wall(page)
        or _redirected(page, url, final_url, terms_type)
        or _index(page)
        or _too_short(page)
        or _other_writing(page)
        or POLICY
    )


def _error_or_wall(page: _Page) -> Judgement | None:
    top = page.text[:TOP]
    words = judging_words()
    if page.words > SHORT_PAGE or page.rules > WALL_LEGAL_WORDS:
        return _titled_error(page)
    for rule, pattern in words.phrases.items():
        if rule == "empty_shell" and (page.words >= SHORTEST_TEXT or page.rules >= SHORTEST_RULES):
            continue
        if rule == "login_wall" and page.rules >= SHORTEST_RULES * 2:
            continue
        found = pattern.search(page.title) or pattern.search(top)
        if found:
            return _error(rule, found[0], page)
    return None


def _titled_error(page: _Page) -> Judgement | None:
    """An error or a wall in a long page, such as one with a dialog about cookies: title and top both say so."""
    words = judging_words()
    if words.titles.search(page.title):
        return None
    for rule in _TITLED:
        in_title = words.phrases[rule].search(page.title)
        if in_title and words.phrases[rule].search(page.text[:TOP]):
            return _error(rule, in_title[0], page)
    return None


def _error(rule: str, said: str, page: _Page) -> Judgement:
    outcome: Outcome = "blocked" if rule in _BLOCKED else "not_a_policy"
    return Judgement(outcome, rule, f"{_REASONS[rule]} ({said!r}, {page.words} words)")


def _redirected(page: _Page, url: str, final_url: str | None, terms_type: str) -> Judgement | None:
    """A page that redirects left for the site's front page, or for a document of another kind."""
    if not final_url or _place(final_url) == _place(url):
        return None
    words = judging_words()
    asked, arrived = urlsplit(url), urlsplit(final_url)
    opening = f"{page.title} {page.text[:120]}"
    if arrived.path.strip("/") == "" and asked.path.strip("/") and not words.titles.search(opening):
        reason = f"the address leads to the front page {final_url}, whose title is not that of a policy"
        return Judgement("not_a_policy", "redirected_home", reason)
    wanted = _kinds(f"{terms_type} {asked.path}")
    there = _kinds(f"{page.title} {arrived.path}")
    if wanted and there and not wanted & there and not wanted & _kinds(page.text[:600]):
        reason = f"the address leads to {final_url}: {', '.join(sorted(there))} instead of {', '.join(sorted(wanted))}"
        return Judgement("not_a_policy", "other_document", reason)
    if page.rules < WALL_LEGAL_WORDS and not words.titles.search(opening):
        return Judgement(
            "not_a_policy", "redirected", f"the address leads to {final_url}, which is not a policy"
        )
    return None


def _index(page: _Page) -> Judgement | None:
    share = page.link_words / page.words
    if share < HUB_LINK_SHARE or page.running_words > HUB_RUNNING_WORDS or page.words < SHORTEST_TEXT:
        return None
    reason = (
        f"{share:.0%} of its words are links and {page.running_words} are running text: an index of pages"
    )
    return Judgement("not_a_policy", "index", reason)


def _too_short(page: _Page) -> Judgement | None:
    if page.words >= SHORTEST_TEXT or (page.rules >= SHORTEST_RULES and page.running_words):
        return None
    return Judgement("not_a_policy", "too_short", f"{page.words} words, {page.rules} of them legal words")


def _other_writing(page: _Page) -> Judgement | None:
    """A long text in a known language with hardly a legal word is no policy."""
    if page.words < COUNTING_LENGTH or 1000 * page.legal / page.words >= FEWEST_LEGAL:
        return None
    words = judging_words()
    if page.running_words < page.words / 4 or words.titles.search(page.title):
        return None  # a list of names, or a page that calls itself a policy
    if page.small_words < KNOWN_LANGUAGE * page.words and not _HAN_OR_KANA.search(page.text[:2000]):
        return None
    reason = f"{page.legal} legal words in {page.words}: the page is about something else"
    return Judgement("not_a_policy", "other_writing", reason)


_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,300}\]){0,2000}+)\]\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}+\)"
)
_TAG = re.compile(r"<[^<>\n]{1,300}>")
_MARKS = "*_`#>|\\=~-+\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WITHOUT_MARKS = str.maketrans(dict.fromkeys(_MARKS, " "))
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AROUND_WORDS = ".,;:!?()[]\"'“”‘’"


class _Line(NamedTuple):
    """One line of a page: its text in lower case, and its words by kind."""

    text: str
    words: int
    link_words: int
    small_words: int
    legal: tuple[str, ...]


def _read(markdown: str, title: str) -> _Page:
    lines = [_read_line(line) for line in _sample(markdown).split("\n") if line]
    legal = Counter(word for line in lines for word in line.legal)
    return _Page(
        text=" ".join(line.text for line in lines if line.text),
        title=title.lower(),
        words=sum(line.words for line in lines),
        link_words=sum(line.link_words for line in lines),
        running_words=sum(
            line.words - line.link_words for line in lines if line.words - line.link_words >= RUNNING_LINE
        ),
        small_words=sum(line.small_words for line in lines),
        legal=legal.total(),
        rules=len(legal),
    )


# Versions of one document share nearly all of their lines.
@lru_cache(maxsize=1 << 14)
def _read_line(line: str) -> _Line:
    line = _TAG.sub(" ", line)
    text = " ".join(_without_marks(_LINK.sub(r"\1", line)).lower().split())
    count = _count(text)
    outside = _count(_without_marks(_LINK.sub(" ", line))) if "](" in line else count
    words = judging_words()
    found = Counter(word.strip(_AROUND_WORDS) for word in text.split())
    legal = {word: found[word] for word in words.legal_words & found.keys()}
    legal |= {phrase: times for phrase in words.legal_phrases if (times := text.count(phrase))}
    if not text.isascii():
        legal |= {p: times for p in words.legal_phrases_beyond_ascii if (times := text.count(p))}
    return _Line(
        text=text,
        words=count,
        link_words=max(0, count - outside),
        small_words=sum(found[word] for word in words.small_words & found.keys()),
        legal=tuple(Counter(legal).elements()),
    )


def _without_marks(markdown: str) -> str:
    return markdown.translate(_WITHOUT_MARKS)


def _sample(markdown: str) -> str:
    if len(markdown) <= 2 * SAMPLE:
        return markdown
    middle = (len(markdown) - SAMPLE) // 2
    return markdown[:SAMPLE] + "\n" + markdown[middle : middle + SAMPLE]


def _count(text: str) -> int:
    """Words between spaces; of Chinese and Japanese, where a word has about two characters, half of those."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    pieces = (_UNSPACED.sub(" ", text) if unspaced else text).split()
    return unspaced // 2 + sum(1 for piece in pieces if piece[0].isalnum() or any(map(str.isalnum, piece)))


def _place(url: str) -> tuple[str, str]:
    """The host and path of an address, without what redirects usually add: www., a slash, .html, the case."""
    parts = urlsplit(url.lower())
    path = re.sub(r"(?:index)?\.(?:html?|php|aspx?)$", "", parts.path).rstrip("/")
    return parts.netloc.removeprefix("www."), path


def _kinds(text: str) -> set[str]:
    spaced = re.sub(r"[-_/.]+", " ", text.lower())
    return {kind for kind, pattern in judging_words().documents.items() if pattern.search(spaced)}
