"""``import article``: a draft of what a third party claims of a platform, for a person to finish."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import process

from assets.answers.answering import Asker
from assets.answers.catalogue import load_questions
from assets.answers.claiming.article import Article, read_article, sentences_of
from assets.answers.claiming.drafting import draft
from assets.answers.claiming.proposing import READ_AS, most_named, proposals
from assets.captures.fetching import Fetcher, PageAnswer, PageRequest, read_settings
from assets.errors import InputError, NothingFound
from assets.home import Home
from assets.names import slug
from assets.sources.registry import SHIPPED_PLATFORMS, load_platforms
from assets.topics.choosing import load_classifier
from assets.topics.model import Provision
from assets.warehouse import read_frame
from orchestration import display
from orchestration.cli import HomeOption, chosen_home


def article(
    where: Annotated[
        str, typer.Argument(help="A page (HTML) or plain text: a file, or an address.", metavar="FILE|URL")
    ],
    platform: Annotated[
        str | None,
        typer.Option(help="The platform it is about.", show_default="the known one it names most"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Where to write the draft; never over a file.", show_default="prints it"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Draft a file of claims from an article of a third party; nothing is decided, a person finishes it.

    Sentences that claim something of a platform's practice are proposed, each with the question or topic of ours that
    may check it. What would support or contradict it is left open. An address is asked for as pages of platforms are:
    within limits, heeding robots.txt, and never at a private address.
    """
    chosen = chosen_home(home)
    if output is not None and output.exists():
        raise InputError(f"{output} exists and is not overwritten. Name another file, or remove it.")
    is_url = where.lower().startswith(("http://", "https://"))
    read = _fetched(chosen, where) if is_url else _from_file(Path(where))
    if not read.text.strip():
        raise InputError(f"{where}: no text of an article was found in it.")
    about = _platform(platform, _names(chosen)) if platform else most_named(read.text, _names(chosen))
    questions = load_questions()
    found = proposals(sentences_of(read.text), about, Asker(questions), _topics)
    text = draft(
        read,
        found,
        {question.question_id: question for question in questions},
        platform=about,
        url=where if is_url else "",
        read_on=datetime.now(UTC).date(),
    )
    if output is None:
        print(text, end="")
    else:
        _write(output, text)
    said = f" about {about}" if about else "; which platform they are about is left open"
    display.notes.print(
        f"{display.counted(len(found), 'claim')} proposed{said}: a draft for a person to finish"
        + (f", in {output}." if output else "."),
        markup=False,
    )


def _from_file(path: Path) -> Article:
    try:
        return read_article(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Name a file, or an address.") from error


def _fetched(home: Home, url: str) -> Article:
    answer = asyncio.run(_ask(home, url))
    if answer.outcome != "fetched" or answer.body is None:
        reason = answer.failure.reason if answer.failure else answer.outcome
        raise InputError(f"{url} could not be fetched: {reason}. Save the page and name the file instead.")
    return read_article(answer.body, answer.response_headers.get("content-type"))


async def _ask(home: Home, url: str) -> PageAnswer:
    async with Fetcher(read_settings(home)) as fetcher:
        return await fetcher.fetch(PageRequest(url))


def _names(home: Home) -> list[str]:
    """Return the platforms that are known: those of the home, and those that ship."""
    try:
        here = read_frame(home, "SELECT name FROM platforms")["name"].to_list()
    except NothingFound:
        here = []
    shipped, _ = load_platforms(SHIPPED_PLATFORMS)
    return list(dict.fromkeys([*here, *(one.name for one in shipped)]))


def _platform(given: str, names: Sequence[str]) -> str:
    """Return the name of a platform as it is known here, whatever its case, or from its id; warn of one that is not."""
    known = {key: name for name in names for key in (name.casefold(), slug(name))}
    if given.casefold() in known:
        return known[given.casefold()]
    near = process.extractOne(given, names, processor=str.casefold, score_cutoff=60)
    display.notes.print(
        f"no platform {given!r} is known here"
        + (f"; did you mean {near[0]!r}?" if near else ".")
        + " Its claims can be checked once it is watched (docs/adding-a-platform.md).",
        markup=False,
    )
    return given


def _topics(sentences: Sequence[str]) -> list[list[str]]:
    """Return the topics of sentences, the surest first, read as each kind of document: topics do not all have any."""
    read = [Provision(one, terms_type=terms_type) for one in sentences for terms_type in READ_AS]
    labels = load_classifier().label_all(read)
    result = []
    for place in range(0, len(read), len(READ_AS)):
        several = [label for labelled in labels[place : place + len(READ_AS)] for label in labelled]
        surest = sorted(several, key=lambda label: (-label.confidence, label.topic_id))
        result.append(list(dict.fromkeys(label.topic_id for label in surest if label.band != "hidden")))
    return result


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path} exists and is not overwritten. Name another file, or remove it.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}).") from error
