"""What a watchlist or a vendor list may name: the platforms, topics and questions there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assets.answers.questions import question_ids
from assets.home import Home, Kind
from assets.names import slug
from assets.sources.in_force import folders_in_force, load_folders
from assets.sources.registry import near_names
from assets.sources.vocabulary import nearest
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import read_frame


@dataclass(frozen=True)
class Known:
    """The names there are: of platforms declared or published, topics and questions; looked up when asked for.

    ``kind`` is what a home will be that is nothing yet.
    """

    home: Home
    kind: Kind | None = None

    @cached_property
    def platforms(self) -> Mapping[str, str]:
        """Every name of a platform (id, name, alias), in small letters, with its id."""
        names: dict[str, str] = {}
        for platform in load_folders(folders_in_force(self.home, self.kind))[0]:
            for name in (platform.platform_id, platform.name, *platform.aliases):
                names.setdefault(name.casefold(), platform.platform_id)
        if self.home.published_database.exists():
            for row in read_frame(self.home, "SELECT platform_id, name FROM platforms").to_dicts():
                names[row["platform_id"].casefold()] = names[row["name"].casefold()] = row["platform_id"]
        return names

    @cached_property
    def topics(self) -> frozenset[str]:
        """The ids of the topics."""
        return frozenset(topic.topic_id for topic in load_taxonomy().topics)

    @cached_property
    def questions(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(question_ids())

    def platform(self, name: str) -> str:
        """Return a platform's id.

        Raises:
            LookupError: there is none; the message names the nearest.
        """
        found = self.platforms.get(name.strip().casefold())
        if found is None:
            try:
                found = self.platforms.get(slug(name))
            except ValueError:
                found = None
        if found is None:
            near = near_names(name, self.platforms)
            raise LookupError(f"no platform is called {name!r}{_offered(near[0] if near else None)}")
        return found

    def topic(self, name: str) -> str:
        """Return a topic's id as it is written.

        Raises:
            LookupError: there is none; the message names the nearest.
        """
        if name not in self.topics:
            raise LookupError(f"there is no topic {name!r}{_offered(nearest(name, self.topics))}")
        return name

    def question(self, name: str) -> str:
        """Return a question's id as it is written.

        Raises:
            LookupError: there is none; the message names the nearest.
        """
        if name not in self.questions:
            raise LookupError(f"there is no question {name!r}{_offered(nearest(name, self.questions))}")
        return name


def _offered(near: str | None) -> str:
    return f"; did you mean {near}?" if near else ""
