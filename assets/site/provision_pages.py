"""The page of one provision: its words with their source, what they mean, what they leave open, others', law, history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from assets.answers.provision_pages.exposure import LINK_ALONE
from assets.answers.provision_pages.languages import language_name
from assets.answers.provision_pages.page_words import CAME, HOW, TERMS, role_in_words
from assets.answers.provision_pages.reading import LANGUAGES
from assets.answers.provision_pages.texts import read_texts
from assets.site.lookups import Lookups
from assets.site.model import Page, Row
from assets.site.reading import PlatformRows
from assets.site.steps import link, shown


def provision_pages(rows: PlatformRows, lookups: Lookups) -> Iterator[Page]:
    """Yield the pages of a platform's provisions in force."""
    slots, comparable = rows.by("slots", "provision_id"), rows.by("comparable", "provision_id")
    wordings, laws = rows.by("wordings", "provision_id"), rows.by("regulations", "provision_id")
    corrections = rows.by("corrections", "provision_id")
    kinds = {one["provision_id"]: one["kind"] for one in rows["provisions"]}
    changes, on_pages = _changes_by_wording(rows), shown(rows)
    documents = _document_changes(rows)
    note = read_texts().note
    written: set[str] = set()
    for row in rows["pages"]:
        provision_id = row["provision_id"]
        # seen by two collections, a document may have the same clause twice
        if provision_id in written:
            continue
        written.add(provision_id)
        filled = slots.get(provision_id, [])
        question = lookups.questions.get(row["question_id"] or "")
        yield Page(
            "provision",
            provision_id,
            "provision.html",
            {
                "title": _title(row),
                "page": {**row, "provision_kind": kinds.get(provision_id, "paragraph")},
                "role": _role(row),
                "is_link": row["exposure_row"] == LINK_ALONE,
                "heading": _heading(row),
                "headline_from": HOW[row["headline_from"]] if row["headline_from"] == "made" else "",
                "question": question.title if question else row["question_id"] or "",
                "order": question.order if question else {},
                "other_topics": [
                    (topic, lookups.topics[topic])
                    for topic in row["topics"] or ()
                    if topic != row["topic_id"] and topic in lookups.topics
                ],
                "decided": _decided(row, corrections.get(provision_id, [])),
                "specified": [
                    {**one, "signs": _signs(one["words"])}
                    for one in filled
                    if one["filled_in"] == "clause" and not one["denied"]
                ],
                "elsewhere": [
                    one for one in filled if one["filled_in"] in ("section", "document") and not one["denied"]
                ],
                "denied": [{**one, "signs": _signs(one["words"])} for one in filled if one["denied"]],
                "left_open": [one["label"] for one in filled if one["filled_in"] == "open"],
                "not_read": _not_read(row),
                "comparable": comparable.get(provision_id, []),
                "history": _history(wordings.get(provision_id, []), changes, on_pages),
                "document_changes": documents.get(row["document_id"], "No change of the document was seen."),
                "laws": laws.get(provision_id, []),
                "note": note,
                "terms": TERMS,
                "cite_as": cite_as(row),
            },
        )


def gone_pages(rows: PlatformRows) -> Iterator[Page]:
    """Yield a page for every provision that is not in force any more: its address was given for good."""
    in_force = {one["provision_id"] for one in rows["pages"]}
    changes, on_pages = _changes_by_wording(rows), shown(rows)
    removals = {
        one["provision_id"]: one for one in rows["provision_changes"] if one["operation"] == "removed"
    }
    terms = {one["document_id"]: one["terms_type"] for one in rows["documents"]}
    for provision_id, wordings in rows.by("wordings", "provision_id").items():
        if provision_id in in_force:
            continue
        document_id = wordings[-1]["document_id"]
        removal = removals.get(provision_id)
        yield Page(
            "provision",
            provision_id,
            "provision_gone.html",
            {
                "title": f"{rows.name}, {terms[document_id]}: a clause that is not in force",
                "platform": {"platform_id": rows.platform_id, "name": rows.name},
                "provision_id": provision_id,
                "document_id": document_id,
                "terms_type": terms[document_id],
                "wordings": [{**one, **link(changes.get(_key(one)), on_pages)} for one in wordings],
                "is_beside": wordings[-1]["in_newest_version"],
                "removed_in": removal and {**removal, **link(removal, on_pages)},
            },
        )


def cite_as(row: Row) -> str:
    """Return the id to cite a provision's words by: the clause, the version, its characters in the version's Markdown."""
    return f"{row['provision_id']}@{row['version_id']}#{row['char_start']}-{row['char_end']}"


def _heading(row: Row) -> str:
    """Return the headline; one that would only quote the clause, which stands right below, is its topic."""
    if row["headline_from"] == "made":
        return str(row["headline"])
    return f"{row['platform']}: {row['topic'] or 'a clause of the ' + row['terms_type']}"


def _title(row: Row) -> str:
    headline = str(row["headline"])
    return headline if len(headline) <= 90 else headline[:90].rsplit(" ", 1)[0] + " …"


def _role(row: Row) -> str:
    if row["role"] == "unread" and row["exposure_row"] != LINK_ALONE and (not_read := _not_read(row)):
        return not_read
    return role_in_words(row["role"], row["polarity"], row["exposure_row"])


def _not_read(row: Row) -> str:
    if row["language"] and row["language"] not in LANGUAGES:
        return f"not read: the rules of this page read English; the clause is in {language_name(row['language'])}"
    return ""


def _signs(words: str) -> list[str]:
    return [sign for sign in (words or "").removesuffix(" …").split("; ") if sign]


def _decided(row: Row, corrections: Sequence[Row]) -> list[str]:
    lines = [f"{one['topic']}: {'yes' if one['is_about'] else 'no'}. {one['told']}" for one in corrections]
    if row["stance_method"] == "correction":
        lines.append(f"{row['question_id']}: {row['stance']}. {row['stance_explanation']}")
    return lines


def _key(wording: Row) -> tuple[Any, ...]:
    return wording["provision_id"], wording["timeline_id"], wording["first_seen"]


def _changes_by_wording(rows: PlatformRows) -> dict[tuple[Any, ...], Row]:
    """Return what made each wording: changes by provision, timeline and the look that first saw it."""
    return {
        (one["provision_id"], one["timeline_id"], one["changed_before"]): one
        for one in rows["provision_changes"]
    }


def _history(
    wordings: Sequence[Row], changes: Mapping[tuple[Any, ...], Row], on_pages: Collection[str]
) -> list[Row]:
    """Return the wordings of a provision, oldest first, each with how it came and until when it stood."""
    lines = []
    for one in wordings:
        change = changes.get(_key(one))
        stands = one["in_newest_version"]
        until = "stands" if stands else _until(one)
        came = CAME.get(change["operation"], "changed") if change else "first seen"
        weight = f", significance {change['significance']}" if change and change["significance"] else ""
        reason = f" ({change['reason']})" if change and change["reason"] else ""
        lines.append(
            {
                "first_seen": one["first_seen"],
                "told": f"wording {one['state_no']}, {came}{weight}{reason}; {until}.",
                "text": "" if stands else one["text"],
                **link(change, on_pages),
            }
        )
    return lines


def _until(wording: Row) -> str:
    if wording["replaced_at"]:
        return f"last seen {wording['last_seen']:%Y-%m-%d}, gone by {wording['replaced_at']:%Y-%m-%d}"
    return f"last seen {wording['last_seen']:%Y-%m-%d}"


def _document_changes(rows: PlatformRows) -> dict[str, str]:
    told = {}
    for document_id, changes in rows.by("changes", "document_id").items():
        substantive = [one["changed_before"] for one in changes if one["change_class"] == "substantive"]
        newest = f", the newest by {max(substantive):%Y-%m-%d}" if substantive else ""
        told[document_id] = (
            f"The document: {len(substantive)} substantive of {len(changes)} changes seen{newest}."
        )
    return told
