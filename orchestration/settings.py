"""What people may have set wrong in a home, read before a run begins: watch.yaml, fetching.yaml, releases.yaml,
corrections.csv, reviews.csv, vendors.yaml, where the site will stand, and which classifier is asked for. (A broken
watchlist stops no run.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assets.answers.catalogue import load_questions
from assets.captures.fetching import read_settings
from assets.errors import InputError
from assets.home import Home, Kind
from assets.notices.known import Known
from assets.notices.reviews import read_reviews
from assets.notices.vendors import read_vendors
from assets.releases.keeping import read_keeping
from assets.site.base_url import base_url_asked
from assets.sources.corrections import FILE as CORRECTIONS_FILE
from assets.sources.corrections import Correction, check_labels, read_corrections
from assets.sources.in_force import folders_in_force, load_folders
from assets.sources.watching import read_watch, watched
from assets.topics.annotated_yaml import CatalogueError
from assets.topics.choosing import ClassifierUnavailable, load_classifier
from assets.topics.taxonomy import load_taxonomy


def mistakes(home: Home, kind: Kind | None = None) -> list[str]:
    """Return what is wrong with the settings of a home, each mistake with its file, its line and the fix.

    A sample home knows nothing of watching and fetching: it plays the invented sites in one way. ``kind`` is what a
    home will be that is nothing yet.
    """
    readings: list[Callable[[], Any]] = [
        lambda: read_decisions(home),
        lambda: read_keeping(home),
        lambda: read_reviews(home),
        lambda: read_vendors(home, Known(home, kind)),
        load_classifier,
        base_url_asked,
    ]
    if (home.kind or kind) != "sample":
        readings += [
            lambda: watched(home, read_watch(home), load_folders(folders_in_force(home, kind))[0]),
            lambda: read_settings(home),
        ]
    found = []
    for reading in readings:
        try:
            reading()
        except (InputError, ClassifierUnavailable, CatalogueError) as error:
            found.append(str(error))
    return found


def refuse_mistakes(home: Home, kind: Kind | None = None) -> None:
    """Refuse to work with settings that cannot be used.

    Raises:
        InputError: there are such; the message names all of them.
    """
    if found := mistakes(home, kind):
        raise InputError("\n".join(found))


def read_decisions(home: Home) -> list[Correction]:
    """Return what people decided against the rules.

    Raises:
        InputError: the file cannot be used, or a label is none.
    """
    corrections = read_corrections(home)
    if corrections:
        topics = [topic.topic_id for topic in load_taxonomy().topics]
        stances = {question.question_id: [*question.stances] for question in load_questions()}
        check_labels(corrections, topics, stances, str(home.path / CORRECTIONS_FILE))
    return corrections or []
