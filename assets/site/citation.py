"""How to cite a provision: as a sentence, as BibTeX and as CSL-JSON, with version, dates, licence and hash."""

from __future__ import annotations

import json
from typing import Any

from assets.provisions.plain_text import plain
from assets.site.addresses import page_of
from assets.site.markdown import is_web_address, seen
from assets.site.model import Row, Site
from assets.site.provision_pages import cite_as

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
LONGEST_QUOTE = 120
"""Characters of the clause in a citation."""


def citations(row: Row, site: Site) -> list[tuple[str, str]]:
    """Return the citations of a provision, each with its name.

    Args:
        row: a row of ``provision_pages`` with the version's ``text_sha256``, ``version_since`` and ``last_seen``, and
            the addresses of the document's pages as ``source_urls``: in which of several the clause stands is not
            known, so all of them are named and none is given as its address.
        site: where it stands, and until when it was seen.
    """
    pages = [seen(one) for one in row["source_urls"] or () if is_web_address(one)]
    source = pages[0] if len(pages) == 1 else ""
    url = f"{site.base_url}{page_of('provision', row['provision_id'])}" if site.base_url else source
    facts = {
        "platform": seen(row["platform"]),
        "title": seen(f"{row['platform']}, {row['terms_type']}: “{_beginning(row['text'])}”"),
        "published": f"{row['declared_date'] or row['version_since']:%Y-%m-%d}",
        "seen": f"{row['version_since']:%Y-%m-%d} to {row['last_seen'] or row['version_since']:%Y-%m-%d}",
        "cite_as": cite_as(row),
        "sha256": row["text_sha256"],
        "licence": row["licence"] or "no licence stated",
        "attribution": row["attribution"] or "no attribution asked for",
        "as_of": site.as_of,
        "source": source,
        "sources": " and ".join(pages),
        "url": url,
    }
    return [("In a text", _sentence(facts)), ("BibTeX", _bibtex(row, facts)), ("CSL-JSON", _csl(row, facts))]


def _beginning(text: str) -> str:
    words = plain(text)
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _note(facts: dict[str, str]) -> str:
    source = f" at {facts['sources']}" if facts["sources"] else ""
    several = "" if facts["source"] or not facts["sources"] else " (a document of several pages)"
    return (
        f"Text seen {facts['seen']}{source}{several}; {facts['cite_as']}; SHA-256 of the version's text {facts['sha256']}; "
        f"{facts['attribution']}, {facts['licence']}"
    )


def _sentence(facts: dict[str, str]) -> str:
    where = f" {facts['url']}" if facts["url"] != facts["source"] else ""
    return f"{facts['title']} ({facts['published']}). Termscape, state of {facts['as_of']}. {_note(facts)}.{where}"


def _bibtex(row: Row, facts: dict[str, str]) -> str:
    fields = {
        "author": "{" + facts["platform"].translate(_BIBTEX) + "}",
        "title": facts["title"].translate(_BIBTEX),
        "year": facts["published"][:4],
        "date": facts["published"],
        "note": _note(facts).translate(_BIBTEX),
        "urldate": facts["as_of"],
    }
    if facts["url"]:
        fields["url"] = facts["url"]
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{row['provision_id']},\n{lines}\n}}"


def _csl(row: Row, facts: dict[str, str]) -> str:
    entry: dict[str, Any] = {
        "id": row["provision_id"],
        "type": "webpage",
        "author": [{"literal": facts["platform"]}],
        "title": facts["title"],
        "container-title": "Termscape",
        "issued": {"date-parts": [[int(part) for part in facts["published"].split("-")]]},
        "accessed": {"date-parts": [[int(part) for part in facts["as_of"].split("-")]]},
        "note": _note(facts),
    }
    if facts["url"]:
        entry["URL"] = facts["url"]
    return json.dumps([entry], ensure_ascii=False)
