"""From the page of an asset in the Dagster UI to the page of the site that shows what it holds."""

from __future__ import annotations

from collections.abc import Mapping

import dagster as dg

from assets.home import Home
from assets.site.addresses import Kind, file_of, page_of
from assets.site.base_url import base_url_asked

SHOWN_ON: Mapping[str, Kind] = {
    "platforms": "platforms",
    "documents": "platforms",
    "observations": "coverage",
    "versions": "changes",
    "provision_occurrences": "search",
    "topics": "topics",
    "provision_topics": "topics",
    "provision_changes": "changes",
    "version_changes": "changes",
    "answers": "questions",
    "answer_evidence": "questions",
    "claims": "claims",
    "claim_checks": "claims",
    "topic_regulations": "regulations",
    "answer_matrix": "questions",
    "answers_with_quotes": "questions",
    "became_permitted": "changes",
    "capture_calendar": "coverage",
    "changes_feed": "changes",
    "comparison_provisions": "topics",
    "how_platforms_answer": "questions",
    "platform_topic_coverage": "coverage",
    "silences": "coverage",
    "stance_adoption": "questions",
    "topic_adoption": "topics",
    "published_database": "home",
}
"""The page of the site that shows what an asset holds; assets that are not here are shown on no page of their own."""


def site_link(asset: str, home: Home) -> dict[str, dg.MetadataValue]:
    """Return the metadata that leads to an asset's page on the site: an address, or a file where none is set."""
    kind = SHOWN_ON.get(asset)
    if kind is None:
        return {}
    if root := base_url_asked():
        return {"on the site": dg.MetadataValue.url(root + page_of(kind))}
    return {"on the site": dg.MetadataValue.path(str(home.published / "site" / file_of(page_of(kind))))}
