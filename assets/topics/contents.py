"""Tells a list of section names from a statement: what a document says it will say is not said yet."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from assets.provisions.enumerators import enumerator_end

LEAST_NAMES = 3
"""Entries an inline list of names has at least; two things joined by a semicolon are a sentence."""
SHARE_OF_HEADINGS = 0.6
"""Part of the entries that must be headings of the document; names are shortened in a list of contents."""
LONGEST_NAME = 90
"""Characters of a section's name; the longest heading of 22 platforms' documents that is one has 87."""

_DOCUMENT = r"(?:polic(?:y|ies)|notice|statement|document|page|terms|agreement|guide(?:lines)?|section|article|chapter|annex)"
_ASKING = r"(?:how|what|why|which|when|where|who|whether)"
_SAYS = r"(?:we|you|they|may|will|must|can|shall|should|is|are|if|unless|by|as|see)"
"""Words before the document's name with which the sentence says something of somebody else."""
# A document that announces what it is about: the verb near the start, then a question word or a colon.
_ANNOUNCES = re.compile(
    rf"\W{{0,6}}(?:(?!{_SAYS}\b)[\w'&,/-]+ ){{0,7}}?{_DOCUMENT}(?: \([^)]{{0,80}}\))?,? (?:\w+ ){{0,3}}?"
    r"(?:explains?|describes?|outlines?|sets? (?:out|forth)|tells? you|informs? you|summari[sz]es?|details?|covers?"
    r"|discusses|(?:help|helps|help you|helps you)(?: to)? (?:understand|learn|see|find)|(?:is|are) (?:divided|organi[sz]ed)"
    r"|(?:contains?|includes?|has)(?= (?:the following|these|\w+) (?:sections|parts|chapters|topics)))"
    rf"\b[^.;:?]{{0,160}}?(?::|\b{_ASKING}\b)"
    rf"|\W{{0,6}}(?:it|this) (?:also |further )?(?:explains|describes|outlines|details|tells you|sets out|informs you)"
    rf"\b[^.;:?]{{0,60}}?\b{_ASKING}\b"
    r"|\W{0,6}(?:(?:in|on|below|throughout) )?(?:this|the|these|our|below)?(?: \w+){0,3}? ?"
    rf"(?:{_DOCUMENT}|below),? (?:we|you)(?:'ll| will| can| may)? (?:also )?(?:explain|describe|set out|outline|tell you|find|learn|read)"
    rf"\b[^.;:?]{{0,100}}?(?::|\b{_ASKING}\b)"
    r"|\W{0,6}(?:diese[rs]?|in diese[rm]|unsere|die|hier) (?:[\w-]+ ){0,3}?[\w-]*(?:erklärung|hinweise?n?|richtlinien?|bedingungen|seite"
    r"|dokument|abschnitt|information(?:en)?|finden)\b[^.;:?]{0,60}?(?:erklär\w{1,3}|beschreib\w{1,3}|erläuter\w{1,3}|informier\w{1,3}"
    r"|enthält|zeig\w{1,3}|behandel\w{1,3}|gliedert|sie)\b[^.;:?]{0,100}?(?::|\b(?:wie|welche[rns]?|was|warum|wofür|wozu|ob|wann|wer)\b)"
    r"|\W{0,6}(?:(?:dans )?(?:cette|la présente|notre|ce|nos|les présentes)) (?:[\w-]+ ){0,3}?(?:politique|déclaration|charte|avis|notice"
    r"|document|page|conditions)\b[^.;:?]{0,80}?(?:expliqu\w{1,4}|décri\w{1,5}|présent\w{1,4}|précis\w{1,4}|inform\w{1,4}|détaill\w{1,4}"
    r"|expos\w{1,4})\b[^.;:?]{0,100}?(?::|\b(?:comment|quelles?|quels?|pourquoi|ce que|si|qui)\b)"
    r"|\W{0,6}(?:(?:en )?(?:esta|este|la presente|nuestra|el presente)) (?:[\w-]+ ){0,3}?(?:política|aviso|declaración|documento|página"
    r"|condiciones)\b[^.;:?]{0,80}?(?:explica\w{0,3}|describ\w{1,4}|detalla\w{0,3}|inform\w{1,4}|establece)\b[^.;:?]{0,100}?"
    r"(?::|\b(?:cómo|qué|cuáles|por qué|quién)\b)"
    r"|\W{0,6}(?:(?:本|该|此|这份|我们的)[^。；;：:，,]{0,12}(?:政策|协议|声明|条款|指引|规则|文件)|我们(?:将|会|希望)?(?:通过|在)本[^。；：]{0,12})"
    r"[^。；;：:]{0,40}?(?:了解|说明|介绍|阐述|解释|包含|包括|分为|涉及|告知|内容)[^。；;：:]{0,30}?(?:[：:]|如何|哪些|怎样)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\W{0,6}(?:table of contents|contents|index|summary of contents|on this page|in this (?:policy|notice|document|article|section)"
    r"|quick links|(?:jump|skip|go) to|sections|目录|目錄|目次|索引|inhalt(?:sverzeichnis|sübersicht)?|auf dieser seite|sommaire"
    r"|table des matières|índice|contenido|tabla de contenidos?|indice|sumário)\W{0,4}(?::|：|$)",
    re.IGNORECASE,
)
# "This policy explains what we do: we train our models on …": behind the colon the document speaks.
_SPEAKS = re.compile(
    r":\W{0,4}(?:we|your?|our|by default|wir|nous|nosotros)\b(?! rights)|：(?:我们|您)(?![^；;。]{0,12}(?:如何|哪些|怎样|的权利))",
    re.IGNORECASE,
)
_NAME_QUESTION = re.compile(
    r"\W{0,6}(?:(?:and )?(?:how|why|whether(?: and how)?) (?:we|our|your?|to|and|long|data|information|personal)\b"
    r"|what (?:we do|(?:\w+ ){0,4}?(?:data|information|rights|choices))\b|wie (?:wir|lange|sie)\b|comment (?:nous|vous)\b|cómo\b"
    r"|(?:我们)?(?:如何|怎样))",
    re.IGNORECASE,
)
_STATES = re.compile(r"[:：。]|\.\W|[.!]\W{0,3}$|,| (?:is|are|may be|will be|can be) ")
_SUBJECT = re.compile(r"\b(?:we|you|they|wir|sie|nous|vous)\b|我们|您(?!的)", re.IGNORECASE)
_ENTRIES = re.compile(r"[;；•·|]|\s/\s|、(?=[（(]?[一二三四五六七八九十])|,\s|，|(?<=\s)(?=\(?\d{1,2}[.)]\s)")
_LINK_ALONE = re.compile(
    r"\s{0,3}(?:[*_]{0,3})\[(?P<name>[^\[\]]{1,200})\]\((?:[^()\s]{0,500})#[^()\s]{1,300}(?:\s\"[^\"]{0,200}\")?\)(?:[*_]{0,3})[\s;,.]{0,4}"
)


def name_of(text: str) -> str:
    """Return the form in which the name of a section is compared: no numbering, no case, no end mark."""
    stripped = text.strip().lstrip("(（")
    return stripped[enumerator_end(stripped) :].strip(" \t:：.;；,，、*_").casefold()


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: the sentence it completes, the heading right above, the Markdown of its block.

    ``headings`` are the names of the document's headings (see :func:`name_of`), if they are known;
    ``item`` tells that the block is an item of a list.
    """

    stem: str = ""
    heading: str = ""
    markdown: str = ""
    headings: frozenset[str] = frozenset()
    item: bool = False


def is_contents(text: str, place: Place = Place()) -> bool:
    """Tell whether a sentence only names sections, of this document or another, and states nothing.

    So do: what a document announces ("This policy explains how we …", also as the stem of a list), a list
    in one sentence whose entries are headings of the document, what stands in a list under "Contents", an
    item that is a heading, a link to a place on a page, and a question, whose answer is another sentence.

    >>> is_contents("This policy explains: how we collect data; how we share it; how we train models.")
    True
    >>> is_contents("We explain how we share data with our partners when you ask.")
    False
    """
    introduction = place.stem.rsplit(". ", 1)[-1].rsplit("。", 1)[-1]
    if text.rstrip("*_\"')）” ").endswith(("?", "？")):
        return True
    if announces(text) or (introduction and announces(introduction) and _could_be_name(text)):
        return True
    if place.item:
        linked = _LINK_ALONE.fullmatch(place.markdown) is not None
        if linked or _TITLE.fullmatch(place.heading) or _is_name(text, place.headings):
            return True
    return bool(place.headings) and _lists_headings(text, place.headings)


def announces(text: str) -> bool:
    """Tell whether a sentence says what a document is about, or is the title over a list of its sections."""
    return bool(_TITLE.match(text) or (_ANNOUNCES.match(text) and not _SPEAKS.search(text)))


def _could_be_name(text: str) -> bool:
    """Tell whether an item under "This section explains:" names what follows and does not say it already."""
    if _NAME_QUESTION.match(text):
        return True
    return len(text) <= LONGEST_NAME and not _STATES.search(text) and not _SUBJECT.search(text)


def _is_name(text: str, headings: Collection[str]) -> bool:
    if len(text) > LONGEST_NAME:
        return False
    if name_of(text) in headings:
        return True
    return bool(_NAME_QUESTION.match(text)) and not _STATES.search(text)


def _lists_headings(text: str, headings: Collection[str]) -> bool:
    listed = re.split(r"[:：]", text, maxsplit=1)[-1]
    names = [name for entry in _ENTRIES.split(listed) if (name := name_of(entry))]
    known = sum(name in headings for name in names)
    return len(names) >= LEAST_NAMES and known >= SHARE_OF_HEADINGS * len(names)
