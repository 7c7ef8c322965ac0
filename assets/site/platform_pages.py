"""The pages of one platform: its own, and those of its documents, their versions and their provisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from assets.answers.shown import values_in_words
from assets.changes import whose
from assets.changes.classes import CLASSES
from assets.changes.model import Direction
from assets.site.lookups import Lookups, Question
from assets.site.model import Page, Row
from assets.site.provision_pages import gone_pages, provision_pages
from assets.site.reading import PlatformRows
from assets.site.steps import SHOWN_STEPS, anchor, differing

SHOWN_CHANGES = 12
"""Newest changes on a platform's page."""
ENOUGH_TO_FILTER = 8
"""Clauses that differ, from which a version's page lets readers choose among them."""
SHOWN_NOISE = 200
"""Texts that were not published, on a document's page."""
SHOWN_MONTHS = 36
"""Months of looks on a platform's page."""


def pages_of_platform(rows: PlatformRows, lookups: Lookups) -> Iterator[Page]:
    """Yield all pages that are about one platform."""
    yield _platform_page(rows, lookups)
    known = {one["provision_id"] for one in rows["pages"]} | {one["provision_id"] for one in rows["wordings"]}
    yield from _document_pages(rows, known)
    yield from _version_pages(rows, known)
    yield from provision_pages(rows, lookups)
    yield from gone_pages(rows)


def _platform_page(rows: PlatformRows, lookups: Lookups) -> Page:
    versions, changes = rows.by("versions", "document_id"), rows.by("changes", "document_id")
    documents = [
        {
            **one,
            "versions": len(versions.get(one["document_id"], ())),
            "substantive": sum(
                change["change_class"] == "substantive" for change in changes.get(one["document_id"], ())
            ),
        }
        for one in rows["documents"]
    ]
    terms = {one["document_id"]: one["terms_type"] for one in documents}
    substantive = [one for one in rows["changes"] if one["change_class"] == "substantive"]
    newest = sorted(substantive, key=lambda one: (one["changed_before"], one["version_id"]), reverse=True)
    quoted: dict[str, Row] = {}
    for one in rows["evidence"]:
        quoted.setdefault(one["answer_id"], one)
    pages = {one["provision_id"] for one in rows["pages"]}
    turned = rows.by("values_turned", "answer_id")
    answers = []
    for one in rows["answers"]:
        question = lookups.questions.get(one["question_id"])
        evidence = quoted.get(one["answer_id"], {})
        provision_id = evidence.get("provision_id")
        answers.append(
            {
                **one,
                "order": question.order if question else {},
                "provision_id": provision_id if provision_id in pages else None,
                "younger": _younger(one, turned.get(one["answer_id"], ()), question),
            }
        )
    states = [one["coverage"] for one in documents]
    seen = [one["first_seen"] for one in rows["versions"]]
    return Page(
        "platform",
        rows.platform_id,
        "platform.html",
        {
            "title": rows.name,
            "platform": {"platform_id": rows.platform_id, "name": rows.name},
            "documents": documents,
            "captured": states.count("captured"),
            "absent": states.count("absent"),
            "missing": states.count("not_captured"),
            "substantive": len(substantive),
            "since": min(seen, default=None),
            "answers": answers,
            "turns": rows["turns"],
            "changes": [{**one, "platform": rows.name} for one in newest[:SHOWN_CHANGES]],
            "claims": rows["claims"],
            "calendar": rows["calendar"][-SHOWN_MONTHS:],
            "calendar_left_out": max(0, len(rows["calendar"]) - SHOWN_MONTHS),
            "gaps": [{**one, "terms_type": terms[one["document_id"]]} for one in rows["gaps"]],
        },
    )


def _younger(answer: Row, turned: Sequence[Row], question: Question | None) -> list[tuple[str, str]]:
    """Return the values of an answer that turned later than its stance, in words and each with its day."""
    since = {one["name"]: one["value_since"] for one in turned}
    value = {name: said for name, said in json.loads(answer["value"] or "{}").items() if name in since}
    labels = question.labels if question else {}
    return list(values_in_words(value, quote=answer["quote"], labels=labels, turned=since))


def _document_pages(rows: PlatformRows, known: set[str]) -> Iterator[Page]:
    versions, noise = rows.by("versions", "document_id"), rows.by("noise", "document_id")
    provisions, gaps = rows.by("provisions", "document_id"), rows.by("gaps", "document_id")
    held, links = rows.by("held", "document_id"), rows.by("links", "document_id")
    steps = {one["version_id"]: one for one in rows["changes"]}
    for document in rows["documents"]:
        document_id = document["document_id"]
        seen = versions.get(document_id)
        if not seen:
            continue
        newest = next((one for one in seen if one["version_id"] == document["current_version_id"]), seen[-1])
        timelines: dict[str, list[Row]] = {}
        for one in seen:
            timelines.setdefault(one["timeline_id"], []).append(
                {**one, "change": steps.get(one["version_id"])}
            )
        unpublished = noise.get(document_id, [])
        yield Page(
            "document",
            document_id,
            "document.html",
            {
                "title": f"{rows.name}: {document['terms_type']}",
                "platform": {"platform_id": rows.platform_id, "name": rows.name},
                "document": document,
                "newest": newest,
                "timelines": [
                    {"timeline_id": timeline_id, "versions": list(reversed(of))}
                    for timeline_id, of in timelines.items()
                ],
                "noise": list(reversed(unpublished))[:SHOWN_NOISE],
                "noise_total": len(unpublished),
                "held": held.get(document_id, []),
                "links": links.get(document_id, []),
                "gaps": list(reversed(gaps.get(document_id, []))),
                "provisions": [
                    {**one, "has_page": one["provision_id"] in known}
                    for one in provisions.get(document_id, [])
                    if one["version_id"] == newest["version_id"]
                ],
                "classes": CLASSES,
            },
        )


def _version_pages(rows: PlatformRows, known: set[str]) -> Iterator[Page]:
    steps = {one["version_id"]: one for one in rows["changes"]}
    provision_steps = differing(rows)
    current = {one["current_version_id"] for one in rows["documents"]}
    for timeline in rows.by("versions", "timeline_id").values():
        for place, version in enumerate(timeline):
            change = steps.get(version["version_id"])
            before = timeline[place - 1] if place else None
            after = timeline[place + 1] if place + 1 < len(timeline) else None
            of = provision_steps.get(version["version_id"], [])
            yield Page(
                "version",
                version["version_id"],
                "version.html",
                {
                    "title": f"{rows.name}: {version['terms_type']}, version {version['version_no']}",
                    "platform": {"platform_id": rows.platform_id, "name": rows.name},
                    "version": version,
                    "before": before,
                    "after": after,
                    "facts": _facts(before, version),
                    "change": change,
                    "steps": _steps(of[:SHOWN_STEPS], known),
                    "enough_to_filter": ENOUGH_TO_FILTER,
                    "steps_left_out": max(0, len(of) - SHOWN_STEPS),
                    "is_current": version["version_id"] in current,
                    "classes": CLASSES,
                },
            )


def _facts(before: Row | None, version: Row) -> list[tuple[str, list[str]]]:
    """Return what is known of a version and the one before, a line a fact."""
    both = [before, version] if before else [version]

    def said(one: Row, name: str) -> str:
        value: Any = one[name]
        if value is None:
            return "not said" if name.endswith("_date") else "–"
        if name.endswith("_date") or name.endswith("_seen"):
            return f"{value:%Y-%m-%d}"
        return f"{value:,}" if isinstance(value, int) else str(value)

    return [
        (label, [said(one, name) for one in both])
        for label, name in (
            ("First seen", "first_seen"),
            ("Last seen", "last_seen"),
            ("Gives its date as", "declared_date"),
            ("In force from, as it says", "effective_date"),
            ("Words", "words"),
            ("Language", "language"),
        )
    ]


def _steps(changes: list[Row], known: set[str]) -> list[Row]:
    """Return the clauses that differ as the page shows them: with their words in pieces, and headings where they begin."""
    shown = []
    path: list[str] | None = None
    for one in changes:
        heading = list(one["heading_path"] or ())
        shown.append(
            {
                **one,
                "anchor": anchor(one),
                "has_page": one["provision_id"] in known,
                "path": " › ".join(heading),
                "path_changed": bool(heading) and heading != path,
                "pieces": _pieces(one),
                "turned": _turned(one),
            }
        )
        path = heading
    return shown


def _pieces(change: Row) -> list[tuple[str, str]]:
    if change["word_diff"]:
        return [(operation, text) for operation, text in json.loads(change["word_diff"])]
    if change["operation"] == "removed":
        return [("removed", change["before"] or "")]
    if change["operation"] == "added":
        return [("added", change["after"] or "")]
    return [("equal", change["after"] or change["before"] or "")]


def _turned(change: Row) -> str:
    """Return which way a clause now points, in a few words; what the reason tells already is left out."""
    reason = change["reason"] or ""
    by_way: dict[str, list[str]] = {}
    for one in json.loads(change["directions"] or "[]"):
        words = [part for part in (one.get("before"), one.get("after")) if part]
        if words and all(f"“{part}”" in reason for part in words):
            continue
        quoted = by_way.setdefault(whose.told(Direction(one["kind"], one["rule"], one["actor"])), [])
        if words:
            quoted.append("“" + "” → “".join(words) + "”")
    told = [f"{way}: {', '.join(dict.fromkeys(quoted))}" if quoted else way for way, quoted in by_way.items()]
    return "; ".join(told)
