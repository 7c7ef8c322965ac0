"""From pages somebody found to a proposed declaration: whose they are, what they are, what to select, what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from assets.captures.judging_page import read_page
from assets.captures.places import place_of
from assets.errors import InputError
from assets.proposing.declaration_text import ProposedDocument, ProposedPage
from assets.proposing.links import LinkedDocument, linked_documents
from assets.proposing.looking import ReadPage, SeenPage, judged_as, read_seen
from assets.proposing.naming import TypeGuess, guess_types
from assets.proposing.platform_names import PlatformGuess, guess_platform
from assets.proposing.selecting import Selection, find_selectors, try_selectors
from assets.sources.model import Platform
from assets.sources.selectors import is_css
from assets.sources.vocabulary import vocabulary
from assets.versions.decoding import decode
from assets.versions.hostile_markup import defused

# Under this agreement with the independent second extractor a text is looked at, not trusted (DESIGN section 4).
DOUBTFUL_AGREEMENT = 0.7
# The language that is asked for where a declaration names none: sites that have several answer in it.
ASKED_LANGUAGE = "en"


@dataclass(frozen=True)
class ProposedSource:
    """A page with what was read from it and, if it is HTML, the selectors that were tried on it."""

    page: ReadPage
    selection: Selection | None


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one or several pages.

    ``terms_type`` is ``None`` where nothing names one; ``guesses`` are the likeliest first; ``linked`` are other
    documents the first page links to; ``notes`` say what a person should know before declaring it; ``document`` is
    what to declare (``None`` without a terms type).
    """

    platform: PlatformGuess
    terms_type: str | None
    guesses: tuple[TypeGuess, ...]
    sources: tuple[ProposedSource, ...]
    linked: tuple[LinkedDocument, ...]
    notes: tuple[str, ...]
    document: ProposedDocument | None

    @property
    def homepage(self) -> str:
        """The root of the first page's host."""
        parts = urlsplit(self.sources[0].page.seen.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def doubts(self) -> tuple[ReadPage, ...]:
        """The pages that are not the policy, as far as can be told."""
        return tuple(one.page for one in self.sources if one.page.judgement.outcome != "policy")


@dataclass(frozen=True)
class Wishes:
    """What the person who asks has decided already."""

    platform: str | None = None
    terms_type: str | None = None
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    private_address: bool = False


def propose(seen: Sequence[SeenPage], platforms: Sequence[Platform], wishes: Wishes) -> Proposal:
    """Return the proposal for pages that are, together, one document.

    Raises:
        InputError: a selector is no CSS, one that was named matches nothing, or a terms type is misspelt.
    """
    _check(wishes)
    first = seen[0]
    pages = [read_seen(one) for one in seen]
    read = pages[0]
    html = _parsed(first)
    headings = read_page(read.extraction.markdown[:20_000], "").headings
    guesses = guess_types(
        first.address, title=read.extraction.title or "", headings=headings, text=read.extraction.markdown
    )
    terms_type = wishes.terms_type or (guesses[0].terms_type if guesses else None)
    sources = tuple(
        ProposedSource(judged_as(page, terms_type or ""), _selection(page, wishes)) for page in pages
    )
    is_hub = sources[0].page.judgement.outcome != "policy"
    platform = guess_platform(first.address, html, platforms, wishes.platform)
    document = None if terms_type is None else _document(terms_type, sources, wishes)
    linked = linked_documents(first.body, first.address, first.content_type) if html is not None else []
    return Proposal(
        platform=platform,
        terms_type=terms_type,
        guesses=tuple(guesses),
        sources=sources,
        linked=tuple(one for one in linked if is_hub or one.guess.terms_type != terms_type),
        notes=tuple(_notes(platform.declared, terms_type, sources)),
        document=document,
    )


def _check(wishes: Wishes) -> None:
    wrong = next((one for one in (*wishes.select, *wishes.remove) if not is_css(one)), None)
    if wrong is not None:
        raise InputError(f"{wrong!r} is not a CSS selector that can be applied: check brackets and quotes.")
    if wishes.terms_type is not None and not vocabulary().knows(wishes.terms_type):
        meant = vocabulary().suggestion(wishes.terms_type)
        if meant is not None:
            raise InputError(
                f"--terms-type: {wishes.terms_type!r} is not in the vocabulary; did you mean {meant!r}?"
            )


def _parsed(seen: SeenPage) -> LexborHTMLParser | None:
    return LexborHTMLParser(defused(decode(seen.body, seen.content_type))) if seen.format == "html" else None


def _selection(page: ReadPage, wishes: Wishes) -> Selection | None:
    seen = page.seen
    if seen.format != "html":
        return None
    if not wishes.select:
        return find_selectors(seen.body, seen.address, seen.content_type, plain=page.extraction)
    tried = try_selectors(
        seen.body, seen.address, wishes.select, wishes.remove, seen.content_type, plain=page.extraction
    )
    if tried.chosen is None:
        raise InputError(f"--select: {', '.join(wishes.select)} gives no text on {seen.address}.")
    return tried


def _document(terms_type: str, sources: Sequence[ProposedSource], wishes: Wishes) -> ProposedDocument:
    pages = []
    for source in sources:
        chosen = source.selection.chosen if source.selection else None
        remove = wishes.remove or (chosen.remove if chosen else ())
        pages.append(
            ProposedPage(source.page.seen.address, chosen.select if chosen else (), remove if chosen else ())
        )
    detected = sources[0].page.extraction.language or ""
    language = detected if detected != ASKED_LANGUAGE else ""
    return ProposedDocument(terms_type, tuple(pages), wishes.private_address, language)


def _notes(declared: Platform | None, terms_type: str | None, sources: Sequence[ProposedSource]) -> list[str]:
    notes = []
    for source in sources:
        seen, extraction = source.page.seen, source.page.extraction
        if seen.redirected:
            notes.append(f"{seen.url} leads to {seen.address}, which is proposed.")
        if seen.format == "pdf":
            notes.append(f"{seen.address} is a PDF: it is read whole, without selectors.")
        if extraction.agreement is not None and extraction.agreement < DOUBTFUL_AGREEMENT:
            notes.append(
                f"a second, independent reading of {seen.address} agrees in {extraction.agreement:.0%} of the words "
                "only: look at the text before you declare it, and name what is the policy with --select."
            )
        notes += [f"{seen.address}: {note}." for note in extraction.notes]
        for one in declared.declarations if declared else ():
            places = [place_of(each.url) for each in one.sources]
            if one.valid_until is None and place_of(seen.address) in places:
                notes.append(f"{seen.address} is declared already: {one.platform}, {one.terms_type}.")
    present = declared.in_force(terms_type) if declared and terms_type else None
    if present is not None and not any("declared already" in note for note in notes):
        urls = ", ".join(source.url for source in present.sources)
        notes.append(f"the {terms_type} of {present.platform} is declared already, elsewhere: {urls}")
    if terms_type is not None and not vocabulary().knows(terms_type):
        notes.append(f"{terms_type!r} is not in the vocabulary: it can be compared with no other platform's.")
    return notes
