"""Where sentences start and end inside a block, so that a quote is whole and an exact span."""

from __future__ import annotations

import re

from assets.provisions.enumerators import MONTHS


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ABBREVIATIONS = _words(
    """e.g i.e eg ie cf viz vs v etc approx incl excl resp esp est no nos nr art arts sec sect secs para paras
    pp p fig ch cl vol ed eds al seq mr mrs ms dr prof st sr jr hon rev messrs attn dept tel ext ref reg
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri
    z.b d.h u.a u.ä o.ä i.d.r i.s.d i.v.m bzw ggf vgl bspw abs lit ziff s sog evtl inkl usw zzgl str
    m mm mme mlle me p.ex ex c.-à-d av env tél"""
)
"""Words after which a full stop does not end a sentence (English, German, French), compared in lower case."""
_MAY_END = _words("inc ltd co corp llc llp plc gmbh ag s.a u.s u.k e.u u.s.a a.m p.m etc usw b.v n.v jr")
"""Words with a full stop of their own, which may be the last of a sentence as well."""
_STARTERS = _words(
    """the this these those that there a an we our you your they their it its he she if in on at by for from to
    with when where while once after before as any all each such some no not unless until upon under please
    however moreover further furthermore additionally accordingly nothing see use using who what how
    personal data information users customers customer
    wir sie die der das ein eine wenn diese dieser unsere ihre nous vous le la les ces cette si"""
)
"""Words that begin a sentence when they follow one of the above with a capital letter."""
NUMBERING_CHARACTERS = 60
"""What numbers a sentence lies, with its brackets and asterisks, within so many characters of its start."""

_PROTECTED = re.compile(
    r"!?\[[^\[\]]{0,1000}\](?:\((?:[^()\s\\]|\\.|\([^()\s]{0,200}\)){0,2000}+(?:\s\"[^\"]{0,300}\")?\))?"
    r"|`[^`\n]{1,300}`"
    r"|<[a-zA-Z/][^<>]{0,1000}>"
    r"|(?:https?://|www\.)[^\s<>\[\]]{1,2000}"
)
_LINK_TAIL = re.compile(
    r"[\"'”’*_]{0,4}\]\((?:[^()\s\\]|\\.|\([^()\s]{0,200}\)){0,2000}+(?:\s\"[^\"]{0,300}\")?\)"
)
_END = re.compile(
    r"(?P<stop>[.!?…]+)(?P<closing>[\"'”’»“)\]*_]{0,6})(?=\s|$|\()|[。！？]+[\"'”’」』）)*]{0,4}"
)
_BREAK = re.compile(
    r"(?:(?<=[ \t]{2})|(?<=\\))\r?\n|\r?\n(?=[ \t]{0,20}\r?\n)|<br\s{0,5}/?>|(?<=\s)\|(?=\s)", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:\d{1,3}|[a-z]|[ivxlc]{1,4})(?:\.(?:\d{1,3}|[a-z]|[ivxlc]{1,4})){0,5}")
_ORDINAL = re.compile(
    r"\b(?:de[rmns]|die|das|am|vom|zum|zur|im|bis|ab|seit|ihr(?:e[mnrs]?)?|sein(?:e[mnrs]?)?|jede[mnrs]?) \d{1,2}$",
    re.IGNORECASE,
)
"""German writes an ordinal as a number with a full stop behind an article ("das 18. Lebensjahr")."""
_WORD_BEFORE = re.compile(r"[^\s(\[\"“„«'‘*_]{1,30}$")
_WORD_AFTER = re.compile(r"[\s\"'“„«‘(\[*_]{0,20}([^\W\d_]{1,30})?")
_LOWER_NEXT = re.compile(r"[\s\"'“„«‘(\[*_]{0,20}[a-zà-öø-ÿ]")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the [start, end) offsets of the sentences of a block's text, in order.

    Together they cover everything but white space, line-break tags and the pipes between table cells.
    Abbreviations, section numbers, dates, links and addresses are not cut; Chinese sentences need no space.

    >>> text = "We use data, e.g. names. See Section 1.2. You may opt out."
    >>> [text[start:end] for start, end in sentences(text)]
    ['We use data, e.g. names.', 'See Section 1.2.', 'You may opt out.']
    """
    cuts = _break_cuts(text) + _stop_cuts(text)
    cuts.sort()
    found: list[tuple[int, int]] = []
    opening: int | None = None
    start = 0
    for end, resume in [*cuts, (len(text), len(text))]:
        if end < start:
            continue
        left, right = _strip(text, start, end)
        start = max(start, resume)
        if any(character.isalnum() for character in text[left:right]):
            found.append((left if opening is None else opening, right))
            opening = None
        elif left < right and found:
            # Asterisks or dots by themselves belong to the sentence they close, or to the one they open.
            found[-1] = (found[-1][0], right)
        elif left < right and opening is None:
            opening = left
    if opening is not None:
        found.append(_strip(text, opening, len(text)))
    return found


def _break_cuts(text: str) -> list[tuple[int, int]]:
    """Cuts at hard line breaks and table cells, unless the sentence plainly goes on after the break."""
    if "\n" not in text and "<" not in text and "|" not in text:
        return []
    return [
        (match.start(), match.end())
        for match in _BREAK.finditer(text)
        if match[0] == "|" or not _LOWER_NEXT.match(text, match.end())
    ]


def _stop_cuts(text: str) -> list[tuple[int, int]]:
    protected = iter([match.span() for match in _PROTECTED.finditer(text)])
    span = next(protected, None)
    cuts = []
    sentence_start = 0
    for match in _END.finditer(text):
        while span and span[1] <= match.start():
            span = next(protected, None)
        end = match.end()
        if span and span[0] <= match.start() < span[1]:
            # A sentence may end with the words of a link: then it ends after the link's target.
            tail = _LINK_TAIL.match(text, match.end("stop")) if match["stop"] else None
            inside_words = tail is not None and tail.end() == span[1]
            at_end = match.end("stop") == span[1] if match["stop"] else False
            if inside_words and tail is not None:
                end = tail.end()
            elif not at_end:
                continue
        if match["stop"] is None or _ends_sentence(text, match, sentence_start, end):
            cuts.append((end, end))
            sentence_start = end
    return cuts


def _ends_sentence(text: str, match: re.Match[str], sentence_start: int, end: int) -> bool:
    """Decide whether the stop found ends a sentence at ``end``, from the words around it."""
    after = _WORD_AFTER.match(text, end)
    following = (after[1] or "") if after else ""
    if following[:1].islower():
        return False
    if match["stop"] != ".":
        return True
    stop = match.start()
    while stop > sentence_start and text[stop - 1] in "*_":
        stop -= 1
    before = _WORD_BEFORE.search(text, max(0, stop - 32), stop)
    word = before[0].lower().rstrip("\\").rsplit("-", 1)[-1] if before else ""
    if stop - sentence_start <= NUMBERING_CHARACTERS:
        if not text[sentence_start:stop].strip(" \t\r\n*_(["):
            return False
        if before and not text[sentence_start : before.start()].strip(' \t\r\n*_(["“') and _is_number(word):
            return False
    if word in _MAY_END:
        return following.lower() in _STARTERS or not following
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    if word.isdecimal() and len(word) <= 2:
        return following.lower() not in MONTHS and not _ORDINAL.search(text, max(0, stop - 24), stop)
    return True


def _is_number(word: str) -> bool:
    """Whether a word alone before a stop numbers what follows: ``3``, ``1.2``, ``b``, ``iv``, ``M.10``."""
    return _NUMBER.fullmatch(word) is not None


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    return start, end
