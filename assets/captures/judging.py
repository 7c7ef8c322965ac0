"""Judges whether a captured page is the policy it should be, or an error, a wall, a shell or another page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from assets.captures.judging_page import Page, count_words, read_page
from assets.captures.judging_words import Phrases, judging_words
from assets.captures.places import place_of

Outcome = Literal["policy", "not_a_policy", "blocked"]

# Thresholds. Measured on the newest page of each of the 105 sources of the corpus, on all 1,671 texts of its
# history, and on the development half of the labelled pages (tests/benchmarks/judging.py): policies have 40
# to 140 legal words in 1,000, a marketing page 11, an imprint or a list of subprocessors 7 to 20 (hence the
# length from which legal words are counted at all).
SHORTEST_TEXT = 60  # words; below, only a text that plainly makes rules passes (DESIGN section 4)
SHORTEST_RULES = 3  # different legal words that make a text under SHORTEST_TEXT one that makes rules
SHORTEST_NAMED = (
    15  # words beside headings and links that make a document of a page named as the one asked for
)
SHORT_PAGE = 200  # words up to which an error phrase at the top tells the whole page
HEADED_PAGE = 600  # words up to which the first heading does: dialogs and suggestions follow
WALL_LEGAL_WORDS = 12  # different legal words above which a phrase of an error is a clause, not an error
LOGIN_LEGAL_WORDS = 6  # of a page to log in: its small print names the terms and the privacy policy
HEAD_WORDS = 4  # words that a heading which tells may have beside those that tell
CONSENT_MARKS = 2  # different phrases that make a question of consent; cookie policies use single ones
GENRE_MARKS = 2  # different marks of another kind of writing
GENRE_MARKS_NAMED = 3  # the same where a heading seems to name a document
GENRE_PAGE = 900  # words up to which marks of other writing are looked for
COUNTING_LENGTH = 300  # words from which the share of legal words is trusted whatever the page is called
UNNAMED_LENGTH = 60  # the same for a page that nothing names a document
FEWEST_LEGAL = 20  # legal words in 1,000 words
FEWEST_LEGAL_UNNAMED = 45  # the same for a page that nothing names a document
HUB_LINK_SHARE = 0.35  # of words that are links
HUB_RUNNING_WORDS = 150  # words of running text up to which a page full of links is an index
HUB_DOCUMENTS = 4  # links to legal documents that make an index of a page with little text of its own
HUB_LINKS = 3  # links of a page that calls itself an index
TOPIC_HEADING = 3  # words of a heading that names a document by its topic alone ("Privacy")
OPENING_HEADINGS = 3  # headings in which a document's name is looked for
RULES = {
    "privacy",
    "terms",
    "cookies",
    "conduct",
    "copyright",
}  # documents written in legal words, however short
KNOWN_LANGUAGE = 0.03  # share of small words of a known language in its texts (English: 0.15 and more)
IMPRINT = "Imprint"  # the one type of document that may be nothing but an address
_CONTACTS = (
    re.compile(r"[\w.+-]@[\w-]"),
    re.compile(r"(?<!\w)\d{4,6}(?!\w)"),  # a postal code
    re.compile(
        r"(?<!\w)(?:tel|tél|telefon|telephone|téléphone|teléfono|telefono|telefone|phone|fon|fax|电话|電話)"
    ),
)
_HAN_OR_KANA = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TITLE_PARTS = re.compile(r"\s[|–—·:»]\s|\s{2,}|[｜|]|: ")
_ADDRESS_PIECES = re.compile(r"[/.?=&_]+")

_BLOCKED = ("bot_wall", "geo_block", "login_wall", "age_gate", "country_choice", "consent_wall")
# What a page of any length is, if its title and its top say so. (Policies speak of logging in and of scripts.)
_TITLED = ("soft_404", "server_error", "bot_wall", "geo_block")
_REASONS = {
    "soft_404": "the page says that it does not exist",
    "server_error": "the page reports an error of the server",
    "bot_wall": "the page asks for a check that the visitor is human, or refuses access",
    "geo_block": "the page says that it is not available from here",
    "age_gate": "the page asks for the visitor's age before it shows anything",
    "country_choice": "the page asks for a country before it shows anything",
    "consent_wall": "the page asks for consent to cookies before it shows anything",
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


HEAD_OF_TEXT = 4000
"""Characters at the start of a text in which its name stands."""
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
    page = read_page(markdown, title or "")
    if not page.words:
        return Judgement("not_a_policy", "empty", "the page has no text")
    return (
        _error_or_wall(page)
        or _redirected(page, url, final_url, terms_type)
        or _index(page, final_url or url, terms_type)
        or _too_short(page, terms_type)
        or _other_genre(page)
        or _other_writing(page, terms_type)
        or POLICY
    )


def document_kinds(markdown: str) -> frozenset[str]:
    """Return the kinds of document (terms, privacy, cookies …) that the name at the head of a text speaks of.

    Empty where no name is found. A privacy policy headed "Privacy and Cookie Policy" is of both kinds.
    """
    name = _first_name(read_page(markdown[:HEAD_OF_TEXT], ""))
    return frozenset(_kinds(name)) if name else frozenset()


def _error_or_wall(page: Page) -> Judgement | None:
    """An error or a wall, by what its title, its first heading or its opening words say.

    A page headed by a document's name has to be short and without rules for its words to be an error's.
    """
    if page.words > HEADED_PAGE or page.rules > WALL_LEGAL_WORDS:
        return _titled_error(page)
    words = judging_words()
    bare = page.words < SHORTEST_TEXT and page.rules < SHORTEST_RULES
    named = _first_name(page) is not None and not bare
    heads = [] if named else [*_title_parts(page.title)[:2], *page.headings[:1]]
    for rule, pattern in words.phrases.items():
        if rule == "index" or (rule == "empty_shell" and not bare):
            continue
        said = next((head for head in heads if _tells(rule, head)), None)
        if rule == "login_wall" and said and not words.password.search(page.text):
            said = None
        if said is None and page.words <= SHORT_PAGE and not named:
            said = _said_at_the_top(rule, pattern, page)
        if said:
            return _error(rule, said, page)
    return None


def _tells(rule: str, head: str) -> bool:
    """Whether a heading, or a part of a title, says that the page is an error, a wall or a shell."""
    words = judging_words()
    if rule != "consent_wall" and rule in words.phrases and (found := words.phrases[rule].search(head)):
        return not _names(head.replace(found[0], " "))
    heads = words.heads.get(rule, frozenset())
    if head.strip(" .!…:") in heads:
        return True
    first = next((one for one in heads if head.startswith(one) and not head[len(one) :][:1].isalnum()), None)
    return first is not None and count_words(head[len(first) :]) <= HEAD_WORDS and not _names(head)


def _said_at_the_top(rule: str, pattern: Phrases, page: Page) -> str | None:
    if rule == "login_wall" and page.rules >= LOGIN_LEGAL_WORDS:
        return None
    if rule == "consent_wall":
        marks = dict.fromkeys(pattern.findall(page.text))
        return ", ".join(marks) if len(marks) >= CONSENT_MARKS else None
    found = pattern.search(page.opening) or pattern.search(page.title)
    return found[0] if found else None


def _titled_error(page: Page) -> Judgement | None:
    """An error or a wall in a long page, such as one with a dialog about cookies: title and top both say so."""
    words = judging_words()
    if words.titles.search(page.title):
        return None
    for rule in _TITLED:
        in_title = words.phrases[rule].search(page.title)
        if in_title and words.phrases[rule].search(page.opening):
            return _error(rule, in_title[0], page)
    return None


def _error(rule: str, said: str, page: Page) -> Judgement:
    outcome: Outcome = "blocked" if rule in _BLOCKED else "not_a_policy"
    return Judgement(outcome, rule, f"{_REASONS[rule]} ({said!r}, {page.words} words)")


def _redirected(page: Page, url: str, final_url: str | None, terms_type: str) -> Judgement | None:
    """A page that redirects left for the front page, a log-in, or a document of another kind."""
    if not final_url or place_of(final_url) == place_of(url):
        return None
    words = judging_words()
    asked, arrived = urlsplit(url), urlsplit(final_url)
    name = _first_name(page)
    if not name and page.words <= HEADED_PAGE:
        asked_pieces = set(_ADDRESS_PIECES.split(f"{asked.netloc}/{asked.path}".lower()))
        pieces = set(_ADDRESS_PIECES.split(f"{arrived.netloc}/{arrived.path}".lower())) - asked_pieces
        for rule, known in words.addresses.items():
            if at := sorted(pieces & known):
                reason = f"{_REASONS[rule]}: the address leads to {final_url} ({at[0]!r})"
                return Judgement("blocked", rule, reason)
    if arrived.path.strip("/") == "" and asked.path.strip("/") and not (name or _names(page.title)):
        reason = f"the address leads to the front page {final_url}, whose title is not that of a policy"
        return Judgement("not_a_policy", "redirected_home", reason)
    wanted = words.types.get(terms_type) or _kinds(asked.path)
    headings = page.headings[:OPENING_HEADINGS]
    there = _kinds(f"{page.title} {arrived.path} {name or ''}")
    here = there | _kinds(" ".join(headings) if headings else page.opening)
    if wanted and there and not wanted & here:
        reason = f"the address leads to {final_url}: {', '.join(sorted(there))} instead of {', '.join(sorted(wanted))}"
        return Judgement("not_a_policy", "other_document", reason)
    if page.rules < WALL_LEGAL_WORDS and not words.titles.search(f"{page.title} {page.text[:120]}"):
        return Judgement(
            "not_a_policy", "redirected", f"the address leads to {final_url}, which is not a policy"
        )
    return None


def _index(page: Page, address: str, terms_type: str) -> Judgement | None:
    """A page of links to documents: by the share of links, by what they name, or by what the page says it is."""
    if page.running_words > HUB_RUNNING_WORDS or page.words > HEADED_PAGE:
        return None
    links = {text: target for text, target in page.links if not _is_inside(target, address)}
    if len(links) < HUB_LINKS:
        return None
    share = page.link_words / page.words
    documents = [text for text in links if _names(text)]
    is_wanted = bool(_wanted_kinds(page.headings[:1], terms_type))
    says_so = judging_words().phrases["index"].search(page.opening)
    headed = any(_tells("index", heading) for heading in page.headings[:1])
    if share >= HUB_LINK_SHARE and page.words >= SHORTEST_TEXT:
        why = f"{share:.0%} of its words are links and {page.running_words} are running text"
    elif len(documents) >= HUB_DOCUMENTS and not is_wanted:
        why = (
            f"{len(documents)} of its links name legal documents, {page.running_words} words are running text"
        )
    elif (says_so or headed) and not is_wanted:
        why = f"it says so ({says_so[0] if says_so else page.headings[0]!r}) and has {len(links)} links"
    else:
        return None
    return Judgement("not_a_policy", "index", f"{why}: an index of pages")


def _too_short(page: Page, terms_type: str) -> Judgement | None:
    if page.words >= SHORTEST_TEXT or (page.rules >= SHORTEST_RULES and page.running_words):
        return None
    if terms_type == IMPRINT and sum(mark.search(page.text) is not None for mark in _CONTACTS) >= 2:
        return None
    named = _wanted_kinds(page.headings[:1], terms_type)
    if named and not named & judging_words().never_brief and page.content_words >= SHORTEST_NAMED:
        return None
    return Judgement("not_a_policy", "too_short", f"{page.words} words, {page.rules} of them legal words")


def _other_genre(page: Page) -> Judgement | None:
    """An article, an advertisement, a manual …: by marks that such writing has and policies have not."""
    if page.words > GENRE_PAGE or page.rules > WALL_LEGAL_WORDS:
        return None
    needed = GENRE_MARKS_NAMED if _first_name(page) else GENRE_MARKS
    for genre, pattern in judging_words().genres.items():
        marks = dict.fromkeys(pattern.findall(f"{page.title} {page.text}"))
        if len(marks) >= needed or (genre == "announcement" and any(map(pattern.search, page.headings[:1]))):
            said = ", ".join(list(marks)[:GENRE_MARKS_NAMED])
            return Judgement("not_a_policy", "other_writing", f"the page reads like a {genre} ({said})")
    return None


def _other_writing(page: Page, terms_type: str) -> Judgement | None:
    """A text in a known language with hardly a legal word is no policy, the less so if nothing names it one."""
    named = _first_name(page) is not None or judging_words().titles.search(page.title) is not None
    share = 1000 * page.legal / page.words
    if (named and page.words < COUNTING_LENGTH) or page.words < UNNAMED_LENGTH:
        return None
    of_rules = judging_words().types.get(terms_type, RULES) & RULES
    is_unnamed = not named and of_rules and page.words <= HEADED_PAGE
    if share >= (FEWEST_LEGAL_UNNAMED if is_unnamed else FEWEST_LEGAL):
        return None
    if page.running_words < page.words / 4 or judging_words().titles.search(page.title):
        return None  # a list of names, or a page that calls itself a policy
    if page.small_words < KNOWN_LANGUAGE * page.words and not _HAN_OR_KANA.search(page.text[:2000]):
        return None
    reason = f"{page.legal} legal words in {page.words}: the page is about something else"
    return Judgement("not_a_policy", "other_writing", reason)


def _first_name(page: Page) -> str | None:
    """The first heading, or else a line in bold, if it names a document; a dialog about cookies is none."""
    dialogs = judging_words().heads["consent_wall"]
    headings = [heading for heading in page.headings[:OPENING_HEADINGS] if heading not in dialogs]
    if headings and _names(headings[0]):
        return headings[0]
    return next((line for line in page.bold_lines if _names(line)), None)


def _names(heading: str) -> bool:
    """Whether a heading names a legal document, rather than speaking of its topic."""
    words = judging_words()
    found = set(words.titles.findall(heading))
    return bool(found - words.topics or (found and count_words(heading) <= TOPIC_HEADING))


def _wanted_kinds(headings: tuple[str, ...], terms_type: str) -> set[str]:
    """The kinds of document asked for that the headings name."""
    return _kinds(" ".join(headings)) & judging_words().types.get(terms_type, frozenset())


def _title_parts(title: str) -> list[str]:
    return [part.strip() for part in _TITLE_PARTS.split(title) if part.strip()]


def _is_inside(target: str, address: str) -> bool:
    """Whether a link leads to a place in the page itself, as those of its list of contents do."""
    if target.startswith("#"):
        return True
    return "#" in target and place_of(target.split()[0]) == place_of(address)


def _kinds(text: str) -> set[str]:
    spaced = re.sub(r"[-_/.]+", " ", text.lower())
    return {kind for kind, pattern in judging_words().documents.items() if pattern.search(spaced)}
