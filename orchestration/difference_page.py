"""A difference as a page of its own: no scripts, nothing from elsewhere, light and dark; all text stays text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from assets.changes.comparing import Line, with_context
from orchestration.compared import Compared
from orchestration.difference import SHOWN_LINKS, SIGNS, Difference, markup_heading, shortened

LISTED_ABOVE = 10
"""Changed provisions above which a page begins with a list of them."""
SHOWN_IN_LIST = 90
"""Characters of a provision in that list: a line."""

_TAGS = {"equal": ("", ""), "removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>")}
_LEGEND = (
    "<p class='legend'><code>+</code> added · <code>-</code> removed · <code>~</code> modified · "
    "<code>&gt;</code> moved, the words stayed · <ins>words that came</ins> · <del>words that went</del> · … left out</p>"
)


def as_html(difference: Difference, context: int) -> str:
    """Return a difference as an HTML page."""
    body = "\n".join(
        [*_head(difference), *_list(difference), *_provisions(difference, context), *_markup(difference)]
    )
    title = escape(difference.title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _head(difference: Difference) -> Iterator[str]:
    yield f"<h1>{escape(difference.platform)}: {escape(difference.terms_type)}</h1>"
    yield f"<p>{escape(difference.before.name)} → {escape(difference.after.name)}</p>"
    yield from (f"<p><strong>{escape(sentence)}</strong></p>" for sentence in difference.said)
    yield "<table><tr><th></th><th>from</th><th>to</th></tr>"
    for head, column, missing in (
        ("first seen", "first_seen", ""),
        ("last seen", "last_seen", "–"),
        ("declares the date", "declared_date", "none"),
        ("in force from, as it says", "effective_date", "not said"),
        ("words", "words", "–"),
        ("id", "version_id", ""),
    ):
        cells = "".join(
            f"<td>{_cell(text, column, missing)}</td>" for text in (difference.before, difference.after)
        )
        yield f"<tr><th>{head}</th>{cells}</tr>"
    yield "</table>"
    yield from (_step(step) for step in difference.steps)
    yield _source(difference.collection)
    yield f"<p>{escape(difference.tally)}</p>"
    yield _LEGEND


def _cell(text: Compared, column: str, missing: str) -> str:
    value = text.facts.get(column)
    if value is None:
        return missing
    return escape(f"{value:%Y-%m-%d %H:%M} UTC" if column.endswith("_seen") else str(value))


def _step(step: Mapping[str, Any]) -> str:
    weight = (
        f"{step['significance']} significance"
        if step["change_class"] == "substantive"
        else step["change_class"]
    )
    silent = f" Silent: it still declares {step['declared_date']}." if step["silent_edit"] else ""
    return (
        f"<p>Changed between {step['changed_after']:%Y-%m-%d} (last seen) and {step['changed_before']:%Y-%m-%d} "
        f"(first seen), <strong>{escape(weight)}</strong>: {escape(step['summary'])}{escape(silent)}</p>"
    )


def _source(collection: Mapping[str, Any]) -> str:
    # a link only where it can be nothing else: the address comes with the imported collection
    name, url = escape(collection["name"]), str(collection["url"] or "")
    if url.startswith(("https://", "http://")):
        name = f'<a href="{escape(url)}" rel="noreferrer">{name}</a>'
    return (
        f'<p class="source">Source: {name}. Licence: {escape(collection["licence"] or "not stated")}. '
        f"Attribution: {escape(collection['attribution'] or 'not stated')}.</p>"
    )


def _list(difference: Difference) -> Iterator[str]:
    changed = [line for line in difference.lines if line.fate != "same"]
    if len(changed) <= LISTED_ABOVE:
        return
    yield "<nav><h2>What differs</h2><ul>"
    for line in changed:
        words = " ".join("".join(piece.text for piece in line.pieces if piece.operation != "removed").split())
        words = words or " ".join("".join(piece.text for piece in line.pieces).split())
        words = words if len(words) <= SHOWN_IN_LIST else words[:SHOWN_IN_LIST] + " …"
        yield (
            f'<li><code>{escape(SIGNS[line.fate])}</code> <a href="#{escape(line.provision_id)}">{escape(words)}</a></li>'
        )
    yield "</ul></nav>"


def _provisions(difference: Difference, context: int) -> Iterator[str]:
    path: tuple[str, ...] | None = None
    for line in with_context(difference.lines, context):
        if line is None:
            yield '<p class="gap">…</p>'
            continue
        if line.kind != "heading" and line.heading_path != path:
            path = line.heading_path
            yield f'<p class="path">{escape(" > ".join(path))}</p>'
        yield _provision(line, difference.reason(line))


def _provision(line: Line, reason: str) -> str:
    words = "".join(
        _TAGS[piece.operation][0] + escape(piece.text) + _TAGS[piece.operation][1]
        for piece in shortened(line)
    )
    note = f'<p class="why">{escape(reason)}</p>' if reason else ""
    return (
        f'<section class="{line.fate}" id="{escape(line.provision_id)}">'
        f'<span class="sign" title="{line.fate}">{escape(SIGNS[line.fate])}</span><p>{words}</p>{note}</section>'
    )


def _markup(difference: Difference) -> Iterator[str]:
    if not difference.markup:
        return
    yield f"<h2>{escape(markup_heading(difference.markup))}</h2><ul>"
    for one in difference.markup[:SHOWN_LINKS]:
        before = f"<br><del>{escape(one.before)}</del>" if one.before is not None else ""
        after = f"<br><ins>{escape(one.after)}</ins>" if one.after is not None else ""
        yield f"<li>{escape(one.kind)}: {escape(one.words or '(no words)')}{before}{after}</li>"
    yield "</ul>"


_STYLE = """
:root { color-scheme: light dark; --added: #d7f5dd; --removed: #fbdcdc; --dim: #666; }
@media (prefers-color-scheme: dark) { :root { --added: #12451f; --removed: #5a1a1a; --dim: #aaa; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; }
h2 { font-size: 1.1rem; }
table { border-collapse: collapse; font-size: .9rem; }
th { text-align: left; font-weight: normal; color: var(--dim); }
td, th { padding: .1rem .8rem .1rem 0; vertical-align: top; overflow-wrap: anywhere; }
nav ul { list-style: none; padding: 0; }
li { overflow-wrap: anywhere; }
section { display: grid; grid-template-columns: 1.5rem 1fr; margin: .4rem 0; }
section:target { outline: 2px solid var(--dim); }
section p { margin: 0; overflow-wrap: anywhere; }
section .why { grid-column: 2; }
.sign { font-family: monospace; }
.path, .why, .gap, .source, .legend { color: var(--dim); font-size: .85rem; }
.same { opacity: .7; }
ins { background: var(--added); }
del { background: var(--removed); }
"""
