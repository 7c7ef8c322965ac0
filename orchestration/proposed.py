"""A proposed declaration, as a person reads it: whose page, what it is, what was tried, the text, the file's lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from assets.proposing.declaration_text import INDENT, new_file
from assets.proposing.looking import ReadPage
from assets.proposing.proposal import Proposal, ProposedSource
from assets.proposing.selecting import Candidate
from orchestration import display

# Lines of the text that are shown at its head and at its foot, and the characters of each.
HEAD_LINES, FOOT_LINES, LINE_CHARACTERS = 8, 4, 160
CANDIDATES_SHOWN = 8
MARGIN = 12
# Candidates whose text has less than this in common with the text found without any are not worth a line.
LEAST_LIKENESS = 0.5


def show(proposal: Proposal) -> None:
    """Print everything about a proposal but its lines, for a person."""
    platform = proposal.platform
    _say("platform", f"{platform.name} ({platform.why})")
    _say("terms type", _said_of_type(proposal))
    for note in proposal.notes:
        _say("note", note)
    for source in proposal.sources:
        _show_page(source)
    if proposal.linked:
        display.out.print()
        display.table(
            [
                {
                    "terms type": one.guess.terms_type,
                    "how sure": one.guess.sureness,
                    "link": one.text,
                    "address": one.url,
                }
                for one in proposal.linked
            ],
            title="The page links to other documents of the platform (not looked at):",
        )


def yaml_lines(proposal: Proposal) -> str:
    """Return the declaration as a file's text, with the documents that are linked as comments to choose from."""
    if proposal.document is None:
        return ""
    text = new_file(proposal.platform.name, proposal.homepage, [proposal.document])
    linked = [f"{INDENT}# {one.guess.terms_type}: {one.url}" for one in proposal.linked]
    if linked:
        text += "\n".join([f"{INDENT}# linked from this page and not looked at:", *linked]) + "\n"
    return text


def as_rows(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain values, for programs."""
    return {
        "platform": proposal.platform.name,
        "platform_why": proposal.platform.why,
        "platform_declared": proposal.platform.declared is not None,
        "terms_type": proposal.terms_type,
        "guesses": [dataclasses.asdict(guess) for guess in proposal.guesses],
        "pages": [_page_row(source) for source in proposal.sources],
        "linked": [dataclasses.asdict(one) for one in proposal.linked],
        "notes": list(proposal.notes),
        "declaration": yaml_lines(proposal),
    }


def _say(label: str, text: str) -> None:
    display.labelled(label, text, margin=MARGIN, style="bold")


def _said_of_type(proposal: Proposal) -> str:
    guesses = proposal.guesses
    guessed = next((one for one in guesses if one.terms_type == proposal.terms_type), None)
    if proposal.terms_type is None:
        return "nothing names one: say which with --terms-type"
    others = ", ".join(one.terms_type for one in guesses if one is not guessed)
    why = f"{guessed.sureness}; {'; '.join(guessed.why)}" if guessed else "as you say"
    return f"{proposal.terms_type} ({why}){f'; or: {others}' if others else ''}"


def _show_page(source: ProposedSource) -> None:
    page, selection = source.page, source.selection
    extraction = page.extraction
    display.out.print()
    _say("page", page.seen.address)
    _say("judged", _said_of_judgement(page))
    _say("text", _measures(page))
    if selection is not None and selection.candidates:
        rows = [
            _candidate_row(one, one is selection.chosen) for one in selection.candidates[:CANDIDATES_SHOWN]
        ]
        display.table(rows, title="Selectors tried, against the text found without any:")
    if selection is not None and selection.chosen is None and extraction.words:
        display.out.print("No selector is proposed: the text is found as well, or better, without.")
    for line in _preview(extraction.markdown):
        display.out.print(f"  | {line}", markup=False)


def _said_of_judgement(page: ReadPage) -> str:
    judgement = page.judgement
    return (
        "a policy, as far as can be told"
        if judgement.outcome == "policy"
        else f"NOT a policy: {judgement.reason}"
    )


def _measures(page: ReadPage) -> str:
    extraction, dates = page.extraction, page.dates
    headings = sum(line.startswith("#") for line in extraction.markdown.splitlines())
    said = [display.counted(extraction.words, "word"), display.counted(headings, "heading")]
    said.append(f"language {extraction.language or 'unknown'}")
    if dates.declared is not None or dates.effective is not None:
        said.append(
            f"dated {dates.declared or dates.effective} (“{dates.declared_quote or dates.effective_quote}”)"
        )
    else:
        said.append("no date of its own")
    if extraction.agreement is not None:
        said.append(f"a second reading agrees in {extraction.agreement:.0%} of the words")
    return ", ".join(said)


def _candidate_row(candidate: Candidate, chosen: bool) -> dict[str, Any]:
    without = f" without {', '.join(candidate.remove)}" if candidate.remove else ""
    several = f" ({candidate.matches} matches)" if candidate.matches > len(candidate.select) else ""
    return {
        "selector": f"{'→' if chosen else ' '} {', '.join(candidate.select)}{without}{several}",
        "words": candidate.words,
        "kept": f"{candidate.kept:.1%}",
        "beyond": candidate.beyond,
        "second": None if candidate.second is None else f"{candidate.second:.0%}",
        "links": f"{candidate.link_share:.0%}",
    }


def _preview(markdown: str) -> Iterator[str]:
    lines = [line.strip() for line in markdown.splitlines() if line.strip()]
    most = min(LINE_CHARACTERS, display.out.width - 4) if display.out.is_terminal else LINE_CHARACTERS
    cut = [line if len(line) <= most else line[: most - 1] + "…" for line in lines]
    if len(cut) <= HEAD_LINES + FOOT_LINES:
        yield from cut
        return
    yield from cut[:HEAD_LINES]
    yield f"… {display.counted(len(cut) - HEAD_LINES - FOOT_LINES, 'more line')} …"
    yield from cut[-FOOT_LINES:]


def _page_row(source: ProposedSource) -> dict[str, Any]:
    page, selection = source.page, source.selection
    return {
        "url": page.seen.url,
        "address": page.seen.address,
        "format": page.seen.format,
        "judged": page.judgement.outcome,
        "rule": page.judgement.rule,
        "reason": page.judgement.reason,
        "title": page.extraction.title,
        "words": page.extraction.words,
        "language": page.extraction.language,
        "declared_date": page.dates.declared,
        "effective_date": page.dates.effective,
        "agreement": page.extraction.agreement,
        "candidates": [dataclasses.asdict(one) for one in (selection.candidates if selection else ())],
        "chosen": dataclasses.asdict(selection.chosen) if selection and selection.chosen else None,
        "preview": list(_preview(page.extraction.markdown)),
    }
