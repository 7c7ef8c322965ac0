"""Telling what differs: ``diff`` between two texts of a document, versions or not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assets.changes.comparing import Line, side_by_side
from assets.changes.text_difference import lines_of_texts, markup_differences
from assets.home import Home
from assets.warehouse import read_frame
from orchestration import display
from orchestration.asked import document_asked, timeline_asked
from orchestration.cli import HomeOption, JsonOption, chosen_home
from orchestration.compared import Compared, markdown_of, texts_asked
from orchestration.difference import Difference, as_text
from orchestration.difference_page import as_html
from orchestration.outputs import check_output, write_output

_PROVISIONS = """
SELECT o.provision_id, o.state_no, coalesce(o.own_text, s.text) AS text, o.kind, o.heading_path, o.stem
FROM ledger.provision_occurrences AS o
JOIN ledger.provision_states AS s ON o.provision_id = s.provision_id AND o.state_no = s.state_no
WHERE o.version_id = ? ORDER BY o.ordinal
"""
_WHY = """
SELECT provision_id, change_class, significance, reason FROM ledger.provision_changes
WHERE version_id = ? AND previous_version_id = ?
"""
_STEPS = """
SELECT changed_after, changed_before, change_class, significance, summary, silent_edit, declared_date, version_id,
       previous_version_id
FROM changes WHERE timeline_id = $timeline AND changed_before > $start AND changed_before <= $end
ORDER BY changed_before
"""
_NAMES = """
SELECT p.name AS platform, d.terms_type FROM documents AS d JOIN platforms AS p USING (platform_id) WHERE d.document_id = ?
"""
_COLLECTION = "SELECT * FROM collections WHERE collection_id = ?"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(diff)


def diff(
    platform: Annotated[str, typer.Argument(help="The platform (name or id).")],
    terms: Annotated[str, typer.Argument(help="The terms type, e.g. 'Privacy Policy'.")],
    older: Annotated[
        str | None,
        typer.Argument(
            metavar="[FROM]",
            help="A version's number, an id, or a day (YYYY-MM-DD): the text in force then, as far as anyone saw.",
        ),
    ] = None,
    newer: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="Likewise.", show_default="the newest")
    ] = None,
    context: Annotated[
        int, typer.Option(help="Unchanged provisions shown around each change.", min=0, max=1000)
    ] = 1,
    collection: Annotated[
        str | None, typer.Option(help="The collection, where several know the document.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as an HTML page into this file.")] = None,
    home: HomeOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what differs between two versions of a document: provision by provision, word by word.

    Without FROM and TO: the newest version and the one before it. Removed words stand in [-…-], added ones in
    {+…+} where there is no colour.

    To check what was called noise, or is held, give the id of any row of noise_ledger: alone, it is compared with
    the text it was judged against. Links that lead elsewhere are shown then too.
    """
    if html is not None:
        check_output(html)
    chosen = chosen_home(home)
    document_id = document_asked(chosen, platform, terms)
    versions = timeline_asked(chosen, document_id, collection)
    difference = _difference(chosen, document_id, *texts_asked(chosen, versions, older, newer))
    if html is not None:
        write_output(html, as_html(difference, context))
        display.notes.print("\n".join([*difference.said, f"Written: {html}"]), markup=False)
    if json_output:
        display.as_json(_data(difference))
    elif html is None:
        for text in as_text(difference, context):
            display.out.print(text)


def _difference(home: Home, document_id: str, before: Compared, after: Compared) -> Difference:
    """Return what differs: by provisions and their ids between versions, by the texts themselves where one is none."""
    markdowns = [markdown_of(home, text) for text in (before, after)]
    if before.is_version and after.is_version:
        ids = (before.version_id, after.version_id)
        lines = side_by_side(*(read_frame(home, _PROVISIONS, [one]).to_dicts() for one in ids))
    else:
        lines = lines_of_texts(*markdowns)
    same_words = all(line.fate in ("same", "moved") for line in lines)
    # between versions words tell the story; their links are of interest where nothing else differs
    by_links = same_words or not (before.is_version and after.is_version)
    start, end = sorted((before.first_seen, after.first_seen))
    [names] = read_frame(home, _NAMES, [document_id]).to_dicts()
    return Difference(
        document_id=document_id,
        terms_type=names["terms_type"],
        platform=names["platform"],
        collection=read_frame(home, _COLLECTION, [after.facts["collection_id"]]).to_dicts()[0],
        before=before,
        after=after,
        steps=read_frame(
            home, _STEPS, {"timeline": after.facts["timeline_id"], "start": start, "end": end}
        ).to_dicts(),
        lines=lines,
        markup=markup_differences(*markdowns, same_words=same_words) if by_links else [],
        why={
            row["provision_id"]: row
            for row in read_frame(home, _WHY, [after.version_id, before.version_id]).to_dicts()
        },
        is_identical=markdowns[0] == markdowns[1],
    )


def _data(difference: Difference) -> dict[str, Any]:
    both = {"from": difference.before, "to": difference.after}
    return {
        "document": difference.document_id,
        "platform": difference.platform,
        "collection": difference.collection,
        **{name: text.facts for name, text in both.items()},
        "asked": {
            name: {"day": text.dated.day, "answer": text.dated.answer, "said": text.dated.said}
            for name, text in both.items()
            if text.dated is not None
        },
        "backwards": difference.is_backwards,
        "steps": difference.steps,
        "provisions": [_line_data(difference, line) for line in difference.lines if line.fate != "same"],
        "markup": [asdict(one) for one in difference.markup],
    }


def _line_data(difference: Difference, line: Line) -> dict[str, Any]:
    why = difference.why.get(line.provision_id, {})
    return {
        "provision_id": line.provision_id,
        "fate": line.fate,
        "kind": line.kind,
        "heading_path": line.heading_path,
        "words": [[piece.operation, piece.text] for piece in line.pieces],
        "significance": why.get("significance"),
        "reason": why.get("reason"),
    }
