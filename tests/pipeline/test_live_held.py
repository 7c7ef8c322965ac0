"""What a live home holds back: pages that are no policy, that lost their words, that moved or are one text for three."""

from __future__ import annotations

from typing import Any

import watched
from sites import Page, Site, html
from watched import (
    PRIVACY_LINES,
    TERMS_LINES,
    declare,
    outcomes,
    published,
    round_of,
    rows,
)

from assets.home import Home
from orchestration.sql_files import sql_checks

site, live = watched.site, watched.live


def test_what_is_no_policy_is_held_told_and_asked_for_anew(live: Home, site: Site) -> None:
    round_of(live)
    site.pages["/terms"] = Page(html("Page not found", ["The page you are looking for does not exist."]))
    held = round_of(live, now=True)
    assert held and (held.due, held.observed) == (2, 1)
    assert outcomes(live)["/terms"] == "not_a_policy"
    assert published(live) == 2
    assert rows(live, "SELECT status FROM ledger.versions ORDER BY first_seen DESC LIMIT 1") == [
        ("quarantined",)
    ]
    site.asked.clear()
    round_of(live, now=True)
    sent = dict(site.asked)
    assert "if-none-match" not in sent["/terms"], "whether an error page changed is not the question"
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES))
    round_of(live, now=True)
    assert published(live) == 2, "the text that came back is the one readers have"


def held(home: Home) -> list[tuple[Any, ...]]:
    """What is held now, as the view, the documents and the check have it, which must agree."""
    view = rows(home, "SELECT document_id, class, looks_since FROM held ORDER BY held_since")
    [query] = [check.query for check in sql_checks() if check.name == "documents_held_in_quarantine"]
    told = rows(home, query)
    assert [row[:2] for row in told] == [("Lumora", "Terms of Service")] * bool(view)
    assert sum(row[3] for row in told) == len(view), "one row a document, however many of its texts are held"
    assert rows(home, "SELECT sum(held_since_then) FROM documents") == [(len(view),)]
    return view


def test_what_was_held_is_held_no_more_once_the_policy_is_back_and_stays_on_record(
    live: Home, site: Site
) -> None:
    terms = site.pages["/terms"]
    round_of(live)
    assert held(live) == []
    site.pages["/terms"] = Page(html("Page not found", ["The page you are looking for does not exist."]))
    round_of(live, now=True)
    round_of(live, now=True)
    assert held(live) == [("lumora/terms-of-service", "not_a_policy", 2)]
    site.pages["/terms"] = terms
    round_of(live, now=True)
    assert held(live) == []
    assert rows(live, "SELECT status, noise_class FROM ledger.versions WHERE status = 'quarantined'") == [
        ("quarantined", "not_a_policy")
    ]
    # a text that lost most of its words is held as well, and over once a new one is there
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES[:2]))
    round_of(live, now=True)
    assert [row[1] for row in held(live)] == ["loss"]
    seen = "SELECT last_seen FROM current_versions WHERE terms_type = 'Terms of Service'"
    before = rows(live, seen)
    changed = [line.replace("30 days", "90 days") for line in TERMS_LINES]
    site.pages["/terms"] = Page(
        html("Terms of Service", [*changed, "You may appeal a decision of ours within a month."])
    )
    round_of(live, now=True)
    assert held(live) == []
    assert rows(live, seen) > before


def test_a_text_that_lost_its_words_was_no_look_at_the_published_one(live: Home, site: Site) -> None:
    round_of(live)
    seen = "SELECT last_seen FROM current_versions WHERE terms_type = 'Terms of Service'"
    before = rows(live, seen)
    site.pages["/terms"] = Page(html("Terms of Service", TERMS_LINES[:2]))
    round_of(live, now=True)
    assert rows(live, "SELECT class FROM held") == [("loss",)]
    assert rows(live, seen) == before


def test_one_text_for_three_documents_is_held_for_each_of_them(live: Home, site: Site) -> None:
    same = html("Everything legal", [*TERMS_LINES, *PRIVACY_LINES])
    for path in ("/terms", "/cookies", "/community"):
        site.pages[path] = Page(same)
    declare(
        live, site, f"  Trackers Policy: {site.url}/cookies\n  Community Guidelines: {site.url}/community\n"
    )
    round_of(live)
    looks = rows(live, "SELECT document_id, outcome, rule FROM observations")
    assert {row for row in looks if row[0] != "lumora/privacy-policy"} == {
        (f"lumora/{document}", "not_a_policy", "shared_text")
        for document in ("terms-of-service", "trackers-policy", "community-guidelines")
    }
    assert published(live) == 1


def test_a_document_that_moved_into_another_is_not_that_document(live: Home, site: Site) -> None:
    site.pages["/cookies"] = Page(status=301, headers={"Location": "/terms"}, etag=False)
    declare(live, site, f"  Trackers Policy: {site.url}/cookies\n")
    round_of(live)
    looks = dict(rows(live, "SELECT document_id, outcome FROM observations WHERE source_id = 'main'"))
    assert looks == {"lumora/terms-of-service": "changed", "lumora/trackers-policy": "not_a_policy"}
