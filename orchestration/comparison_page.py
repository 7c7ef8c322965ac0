"""A comparison ready to publish: how N platforms answer a question, stance by stance, with quotes and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assets.answers.correcting import METHOD as CORRECTION
from assets.answers.shown import values_in_words
from orchestration.answered import stances_in_order
from orchestration.display import counted
from orchestration.markdown_text import as_markdown

Row = Mapping[str, Any]

NOTE = (
    "What this shows is what documents say, not what platforms do; it is no legal advice. *silent*: every relevant "
    "document was read and none says; *not captured*: a document could not be read; *unsure*: a passage may bear on it "
    "and the rules cannot read it."
)
_WITHOUT_WORDS = ("silent", "not_captured", "unsure")


def comparison_page(
    question: Mapping[str, Any], rows: Sequence[dict[str, Any]], as_of: str | None, alike: str = ""
) -> str:
    """Return Markdown: a matrix of stances, then platform by platform the words, each with its source.

    Args:
        question: a question with its ``title``, ``stances`` and whether it is ``experimental``.
        rows: its answers, with their ``evidence`` and what ``turned`` later than the stance.
        as_of: the day they are of, as the reader asked; ``None``: now.
        alike: a sentence on how the answers differ.
    """
    looked = [row for row in rows if row["stance"] != "not_captured"]
    lines = [
        f"## How {counted(len(looked), 'platform')} answer{'s' if len(looked) == 1 else ''}: {question['title']}",
        "",
    ]
    if as_of:
        lines += [f"As of {as_of}.", ""]
    if alike:
        lines += [as_markdown(alike), ""]
    if question["experimental"]:
        lines += ["*Experimental: these answers were not measured against a careful reader yet.*", ""]
    lines += ["| stance | platforms | |", "| --- | ---: | --- |"]
    stances = stances_in_order(question, rows)
    for stance in stances:
        of = sorted(
            (row for row in rows if row["stance"] == stance), key=lambda row: row["platform"].casefold()
        )
        lines.append(
            f"| {question['labels'][stance]} | {len(of)} | {_cell(', '.join(row['platform'] for row in of))} |"
        )
    lines.append("")
    for stance in stances:
        if stance in _WITHOUT_WORDS:
            continue
        lines += [f"### {question['labels'][stance]}", ""]
        for row in sorted(
            (row for row in rows if row["stance"] == stance), key=lambda row: row["platform"].casefold()
        ):
            lines += _platform(row)
    sources = dict.fromkeys(
        f"{one['attribution'] or 'no attribution asked for'} (licence: {one['licence'] or 'none stated'})"
        for row in rows
        for one in row["evidence"]
    )
    lines += [NOTE, ""]
    if sources:
        lines += ["Texts: " + "; ".join(sources) + ".", ""]
    return "\n".join(lines)


def _platform(row: Row) -> list[str]:
    since = f", since {row['stance_since']:%Y-%m-%d} or before" if row["stance_since"] else ""
    lines = [f"**{row['platform']}**{since}: {row['headline']}", ""]
    value = {name: said for name, said in row["value"].items() if name in row["turned"]}
    younger = values_in_words(value, quote=row["quote"], turned=row["turned"])
    if told := "; ".join(f"{name}: {as_markdown(said)}" for name, said in younger):
        lines += [f"*Younger than the stance:* {told}", ""]
    if row["method"] == CORRECTION:
        lines += [f"*A {row['explanation']}*", ""]
    seen: set[str] = set()
    for one in row["evidence"]:
        role = "" if one["role"] == "rule" else f" ({one['role'].replace('_', ' ')})"
        quote = as_markdown(one["quote"])
        # a document may say the same in two places
        if quote.casefold() in seen:
            continue
        seen.add(quote.casefold())
        lines += [f"> {quote}", ">", f"> {one['terms_type']}{role}, `{one['version_id']}`", ""]
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
