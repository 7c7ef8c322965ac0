"""A provision's page as a reader meets it: its parts in order, as text for the terminal or Markdown to paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.answers.provision_pages.exposure import LINK_ALONE
from assets.answers.provision_pages.languages import language_name
from assets.answers.provision_pages.page_words import CAME, HOW, TERMS, role_in_words
from assets.answers.provision_pages.reading import LANGUAGES
from assets.answers.shown import scope_in_words
from assets.provisions.plain_text import plain

Row = Mapping[str, Any]

LONGEST_COMPARED = 420
"""Characters of a comparable clause that are shown."""
LONGEST_STEM = 160
"""Characters of the sentence above a comparable item that are shown."""
LONGEST_QUOTE = 300
"""Characters of a sentence quoted for what is specified elsewhere."""


@dataclass(frozen=True)
class Part:
    """A part of the page: its title, its paragraphs or bullets, and whether they quote."""

    title: str
    lines: Sequence[str]
    bullets: bool = False
    quote: bool = False


def page_parts(page: Row) -> list[Part]:
    """Return the parts of a page in the order in which a reader wants them; empty ones are left out."""
    stated = [slot for slot in page["slots"] if not slot["denied"]]
    said = [slot for slot in stated if slot["filled_in"] == "clause"]
    elsewhere = [slot for slot in stated if slot["filled_in"] in ("section", "document")]
    denied = [slot for slot in page["slots"] if slot["denied"]]
    left_open = [slot["label"] for slot in page["slots"] if slot["filled_in"] == "open"]
    parts = [
        Part("The clause", _clause(page), quote=True),
        Part("Decided by a person", _decided(page), bullets=True),
        Part("Source", [_source(page)]),
        Part("What kind of clause it is", [_kind(page)]),
        Part("Why it matters", [page["why_it_matters"]] if page["why_it_matters"] else []),
        Part("What it means for people", [page["impact"]] if page["impact"] else []),
        Part(
            "What it specifies",
            [_capital(f"{slot['label']}: {_signs(slot, page)}") for slot in said] or _not_read(page),
            bullets=True,
        ),
        Part("Specified elsewhere in the document", [_elsewhere(slot) for slot in elsewhere], bullets=True),
        Part("What is denied", [_denied(slot, page) for slot in denied], bullets=True),
        Part("What it leaves open", [_capital(label) for label in left_open], bullets=True),
        Part("Exposure", [f"{_capital(page['exposure'])}: {page['exposure_reason']}."]),
        Part("Comparable clauses of other platforms", _comparable(page), bullets=True),
        Part("History", _history(page), bullets=True),
        Part("Law it may touch (potentially relevant)", _laws(page), bullets=True),
        Part("What to ask the vendor", page["questions_to_ask"], bullets=True),
        Part("How to read this page", TERMS, bullets=True),
        Part("Note", [page["note"], _rights(page)]),
    ]
    return [part for part in parts if part.lines]


def as_markdown(page: Row) -> str:
    """Return a page as Markdown, ready to paste."""
    lines = [f"## {page['headline']}", ""]
    for part in page_parts(page):
        lines += [f"### {part.title}", ""]
        if part.quote:
            lines += [f"> {line}" if line else ">" for text in part.lines for line in [*text.split("\n"), ""]]
            lines[-1] = ""
        elif part.bullets:
            lines += [*(f"- {line}" for line in part.lines), ""]
        else:
            lines += [line for text in part.lines for line in (text, "")]
    return "\n".join(lines)


def _clause(page: Row) -> list[str]:
    stem = [f"[… {' '.join(page['stem'].split())}]"] if page["stem"] else []
    return [*stem, page["text"].strip()]


def _decided(page: Row) -> list[str]:
    """Return what people corrected on this wording, each with who, when and why."""
    lines = [
        f"{one['topic']} ({one['topic_id']}): {'yes' if one['is_about'] else 'no'}. {_capital(one['told'])}"
        for one in page["corrections"]
    ]
    if page["stance_method"] == "correction":
        lines.append(f"{page['question_id']}: {page['stance']}. {_capital(page['stance_explanation'])}")
    return lines


def _signs(slot: Row, page: Row) -> str:
    """Return the words that fill a slot, each sign quoted where it stands so in the clause."""
    signs = slot["words"].removesuffix(" …").split("; ")
    more = " …" if slot["words"].endswith(" …") else ""
    shown = "; ".join(_verbatim(sign, page["text"]) for sign in signs)
    return f"{shown}{more}" + ("" if slot["quote"] else " (in the words above it)")


def _verbatim(words: str, text: str) -> str:
    """Return words in quotation marks if they stand so in a text, as it is or as a reader sees it; else without."""
    return f"“{words}”" if words in text or words in plain(text) else words


def _not_read(page: Row) -> list[str]:
    if page["language"] and page["language"] not in LANGUAGES:
        return [
            f"Not read: this page's rules for it read English; the clause is in {language_name(page['language'])}."
        ]
    return []


def _source(page: Row) -> str:
    seen = f"last seen {page['last_seen']:%Y-%m-%d}" if page["last_seen"] else ""
    declared = f", the document gives its date as {page['declared_date']}" if page["declared_date"] else ""
    return (
        f"{page['platform']}, {page['terms_type']}"
        + (f", under “{page['heading']}”" if page["heading"] else "")
        + ". "
        f"These words since {page['wording_since']:%Y-%m-%d} or before, {seen}{declared}. Cite as {page['cite_as']} "
        f"(version, then the characters of its Markdown)."
    )


def _kind(page: Row) -> str:
    topic = page["topic"] or "no topic"
    others = [one for one in page["topics"] if one != page["topic_id"]]
    also = f" (also: {', '.join(others)})" if others else ""
    whose = scope_in_words(page["stance_scope"]) if page["stance"] else ""
    stance = (
        f" On the question {page['question_id']} the answer for {page['platform']} is: {page['stance_label']}"
        + (f" ({whose})." if whose else ".")
        if page["stance"]
        else ""
    )
    how = HOW[page["headline_from"]]
    role = role_in_words(page["role"], page["polarity"], page["exposure_row"])
    if page["role"] == "unread" and page["exposure_row"] != LINK_ALONE and _not_read(page):
        role = (
            f"not read: the rules for roles read English; the clause is in {language_name(page['language'])}"
        )
    return f"{_capital(role)}; topic: {topic}{also}.{stance} Headline: {how}."


def _denied(slot: Row, page: Row) -> str:
    """Return what the clause or its document says is not there, with the words that say so."""
    if slot["filled_in"] == "clause":
        return _capital(f"{slot['denial']}: {_signs(slot, page)}")
    return _elsewhere({**slot, "label": slot["denial"]})


def _elsewhere(slot: Row) -> str:
    where = (
        "in the same section" if slot["filled_in"] == "section" else "elsewhere, perhaps of other processing"
    )
    return (
        f"{_capital(slot['label'])} ({where}): {_short(slot['quote'], LONGEST_QUOTE)} "
        f"({slot['quoted_provision_id']}, characters {slot['char_start']}-{slot['char_end']})"
    )


def _comparable(page: Row) -> list[str]:
    lines = []
    for one in page["comparable"]:
        stem = f"under {_short(one['stem'], LONGEST_STEM)} " if one["stem"] else ""
        stance = f"; stance: {one['stance']}" if one["stance"] else ""
        polarity = {"states": "", "limits": "; with a limit", "denies": "; a denial"}[one["polarity"]]
        lines.append(
            f"{one['platform']}, {one['terms_type']} (exposure {one['exposure']}{polarity}{stance}): "
            f"{stem}{_short(one['text'], LONGEST_COMPARED)} ({one['provision_id']}, {one['version_id']})"
        )
    if not lines:
        return [
            "None found: no other platform has a clause on this topic that plays the same part in like words."
        ]
    return lines


def _history(page: Row) -> list[str]:
    lines = []
    for one in page["history"]:
        until = "stands" if one["in_newest_version"] else f"until before {one['replaced_at']:%Y-%m-%d}"
        came = CAME.get(one["came_as"] or "", "first seen")
        why = f" ({one['reason']})" if one["came_as"] and one["reason"] else ""
        significance = f", significance {one['significance']}" if one["significance"] else ""
        words = f" {_short(one['text'], LONGEST_QUOTE)}" if not one["in_newest_version"] else ""
        lines.append(
            f"{one['first_seen']:%Y-%m-%d}, {until}: wording {one['state_no']}, {came}{significance}{why}.{words}"
        )
    changes = page["document_changes"]
    newest = changes["newest_substantive"]
    lines.append(
        f"The document: {changes['substantive_changes']} substantive of {changes['changes']} changes seen"
        + (f", the newest by {newest:%Y-%m-%d}." if newest else ".")
    )
    return lines


def _laws(page: Row) -> list[str]:
    """Return the law of the page's topic with reasons, and that of its other topics in a line each."""
    lines = []
    others: dict[str, list[str]] = {}
    for one in page["regulations"]:
        name = f"{one['regulation']} {one['articles']}"
        if not one["is_lead_topic"]:
            others.setdefault(one["topic"], []).append(f"{name} [{one['status'].replace('_', ' ')}]")
            continue
        lines.append(
            f"{name} ({one['jurisdiction']}; {one['authorities']}): {one['why']} "
            f"[{_compared(one)}; official text: {one['url']}]"
        )
    return lines + [f"As it also speaks of {topic}: {'; '.join(laws)}" for topic, laws in others.items()]


def _compared(law: Row) -> str:
    """Say whether, when and where article and reason were compared with the wording of the law."""
    if law["status"] == "unverified":
        return "mapping unverified"
    how = "checked against the official text" if law["status"] == "verified" else "read in a copy of the law"
    return f"{how} on {law['checked']}: {law['source']}"


def _rights(page: Row) -> str:
    return (
        f"Text: {page['attribution'] or 'no attribution asked for'} (licence: {page['licence'] or 'none stated'}). "
        f"Template texts version {page['texts_version'] or '–'}, rules {page['rules_version']}."
    )


def _short(text: str, most: int) -> str:
    """Return a text as a reader sees it in quotation marks, cut behind a word and marked where it is longer."""
    text = plain(text)
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rsplit(' ', 1)[0]}” …"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
