"""What people may have set wrong in a home, read before a run begins: watch.yaml, fetching.yaml, releases.yaml,
corrections.csv, reviews.csv, vendors.yaml, and the variables of the environment that runs heed. (A broken watchlist
stops no run.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assets.answers.catalogue import load_questions
from assets.captures.fetching import read_settings
from assets.captures.fetching.settings import CONTACT_VARIABLE, contact_asked
from assets.errors import InputError
from assets.home import Home, Kind
from assets.notices.known import Known
from assets.notices.reviews import read_reviews
from assets.notices.vendors import read_vendors
from assets.releases.keeping import read_keeping
from assets.site.base_url import BASE_URL_VARIABLE, base_url_asked
from assets.sources.corrections import FILE as CORRECTIONS_FILE
from assets.sources.corrections import Correction, check_labels, read_corrections
from assets.sources.in_force import folders_in_force, load_folders
from assets.sources.watching import read_watch, watched
from assets.topics.annotated_yaml import CatalogueError
from assets.topics.choosing import (
    CLASSIFIER_VARIABLE,
    TRAIN_DATA_VARIABLE,
    ClassifierUnavailable,
    load_classifier,
)
from assets.topics.taxonomy import load_taxonomy
from orchestration.leaving_out import VARIABLE as LEAVE_OUT_VARIABLE
from orchestration.leaving_out import outputs_left_out


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
    ]
    found = [*mistakes_in_environment(home.kind or kind or "live").values()]
    if (home.kind or kind) != "sample":
        readings += [
            lambda: watched(home, read_watch(home), load_folders(folders_in_force(home, kind))[0]),
            lambda: read_settings(home),
        ]
    for reading in readings:
        try:
            reading()
        except (InputError, CatalogueError) as error:
            # what fetching.yaml says of the contact, and the environment does: told once
            found += [str(error)] if str(error) not in found else []
    return found


def mistakes_in_environment(kind: Kind | None) -> dict[str, str]:
    """Return what is wrong with the variables that runs of a home of a kind heed: the variable, and what a run says."""
    readings: list[tuple[str, Callable[[], Any]]] = [
        (CLASSIFIER_VARIABLE, load_classifier),
        (BASE_URL_VARIABLE, base_url_asked),
        (LEAVE_OUT_VARIABLE, outputs_left_out),
    ]
    if kind == "live":
        readings.append((CONTACT_VARIABLE, contact_asked))
    found = {}
    for variable, reading in readings:
        try:
            reading()
        except CatalogueError as error:  # of the texts that the classifier is to learn from as well
            found[TRAIN_DATA_VARIABLE] = f"{TRAIN_DATA_VARIABLE}: {error}"
        except ClassifierUnavailable as error:
            found[variable] = f"{variable}: {error}"
        except InputError as error:
            found[variable] = str(error)
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
