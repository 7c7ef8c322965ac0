"""The sample from the first run to the published database: every attempt and answer as its answer key says."""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from typing import Any

import pytest
import yaml
from fixtures.running import Termscape
from stages import differences, tables

from assets.home import Home
from assets.sources.in_force import SAMPLE_FOLDER
from assets.warehouse import read_frame

Row = dict[str, Any]

KEY = yaml.safe_load((SAMPLE_FOLDER / "expected.yaml").read_text(encoding="utf-8"))
DOCUMENTS: dict[str, list[Row]] = KEY["documents"]
AI_TRAINING: dict[str, Row] = KEY["answers"]["ai_training"]

NOT_ASSERTED: dict[tuple[str, str], str] = {}
"""Attempts at which key and pipeline disagree and which are left out, with the reason."""

PUBLISHED = {
    "first": {"first"},
    "changed": {"substantive"},
    "editorial": {"editorial"},
    "returned": {"exact_return", "restore"},
}
"""The classes under which a text of this outcome may be published (sample/README.md, "Outcomes")."""

NOISE = {"link_only", "markup_only", "token_only", "date_only", "reorder_only", "exact_return", "restore"}
"""The classes under which other bytes with nothing to say may be recorded."""

_LOOKS = """
SELECT o.document_id, o.source_id, o.observed_at, strftime(o.observed_at, '%Y-%m-%d') AS day, o.outcome, o.reason,
       v.version_id, v.status, v.noise_class, coalesce(v.sequence = r.sequence, false) AS own
FROM observations AS o
JOIN ledger.observations AS r USING (observation_id)
LEFT JOIN ledger.versions AS v ON o.version_id = v.version_id
ORDER BY o.document_id, o.observed_at, o.source_id
"""


def looks(home: Home) -> list[Row]:
    return read_frame(home, _LOOKS).to_dicts()


def expected(look: Row) -> Row:
    [entry] = [
        entry
        for entry in DOCUMENTS[look["document_id"]]
        if str(entry["date"]) == look["day"] and entry.get("source", look["source_id"]) == look["source_id"]
    ]
    return entry


def rounds(home: Home) -> list[list[Row]]:
    """The attempts, those at the pages of one combined document on one day together."""
    return [
        list(group) for _, group in groupby(looks(home), key=lambda look: (look["document_id"], look["day"]))
    ]


def judged(look: Row) -> str:
    """What became of an attempt, in the words of the answer key."""
    if look["outcome"] != "changed":
        return str(look["outcome"])
    if not look["own"]:
        return "unchanged"
    return f"{look['status']}: {look['noise_class']}"


def defensible(entry: Row) -> set[str]:
    """Everything that ``judged`` may say of an attempt with this entry in the answer key."""
    outcome, classes = entry["outcome"], set(entry.get("classes", ()))
    if outcome in PUBLISHED:
        may = {f"published: {name}" for name in (classes & PUBLISHED[outcome]) or PUBLISHED[outcome]}
        if outcome in ("editorial", "returned"):
            may |= {f"noise: {name}" for name in classes}
        return may
    if outcome == "unchanged":
        # a text that is back after it was lost, walled or foreign is recorded as such, below what is published
        return {"unchanged", "noise: restore", "noise: exact_return"}
    if outcome == "noise":
        return {"unchanged", *(f"noise: {name}" for name in classes or NOISE)}
    if outcome == "quarantined":
        return {f"quarantined: {name}" for name in classes} | (classes & {"not_a_policy", "blocked"})
    return {outcome}


def test_every_attempt_of_the_manifest_is_recorded_once(sample_home: Home) -> None:
    manifest = (SAMPLE_FOLDER / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = looks(sample_home)
    assert len(recorded) == len(manifest) == sum(map(len, DOCUMENTS.values()))
    assert {(look["document_id"], look["day"]) for look in recorded} == {
        (document, str(entry["date"])) for document, entries in DOCUMENTS.items() for entry in entries
    }


def test_every_attempt_at_a_page_ends_as_a_careful_person_would_record_it(sample_home: Home) -> None:
    wrong = [
        f"{look['document_id']} on {look['day']}: {judged(look)}, expected {entry['outcome']} ({entry.get('note', '')})"
        for look, *others in rounds(sample_home)
        if not others
        for entry in [expected(look)]
        if (look["document_id"], look["day"]) not in NOT_ASSERTED and judged(look) not in defensible(entry)
    ]
    assert wrong == []


def test_a_document_of_two_pages_changes_when_either_does_and_only_when_both_are_there(
    sample_home: Home,
) -> None:
    combined = [group for group in rounds(sample_home) if len(group) > 1]
    assert len(combined) > 5
    for group in combined:
        outcomes = {expected(look)["outcome"] for look in group}
        if outcomes & {"http_error", "network_error", "blocked", "not_a_policy"}:
            for look in group:
                entry = expected(look)["outcome"]
                # of the page that was there nothing can be said while the other is missing
                assert look["outcome"] == (entry if entry not in ("unchanged", "noise") else "incomplete")
                assert look["version_id"] is None
        else:
            changed = outcomes & {"first", "changed"}
            assert {look["outcome"] for look in group} == {"changed" if changed else "unchanged"}
            assert {look["status"] for look in group} == {"published"}
            assert any(look["own"] for look in group) == bool(changed)


def test_every_look_was_a_request_to_the_played_sites_at_its_own_date(sample_home: Home) -> None:
    rows = read_frame(
        sample_home,
        "SELECT fetcher, http_status, fetch_class, observed_at, provenance FROM ledger.observations",
    ).to_dicts()
    assert {row["fetcher"] for row in rows} == {"httpx"}
    assert {row["fetch_class"] for row in rows if row["http_status"] is None} == {
        "connection",
        "name_not_found",
    }
    told = [json.loads(row["provenance"] or "{}") for row in rows]
    assert all(
        "Termscape/" in each["request_headers"]["user-agent"] for each in told if "request_headers" in each
    )
    assert [each["redirects"] for each in told if "redirects" in each] == [
        ["https://www.prismuffle.example/"]
    ]


def test_a_failed_attempt_says_why(sample_home: Home) -> None:
    failed = {"http_error", "network_error", "blocked", "not_a_policy", "incomplete"}
    assert [look for look in looks(sample_home) if look["outcome"] in failed and not look["reason"]] == []


def test_a_text_that_came_back_word_for_word_is_what_readers_see(sample_home: Home) -> None:
    texts = {
        (row["document_id"], row["day"]): row["text_sha256"]
        for row in read_frame(
            sample_home,
            "SELECT document_id, strftime(first_seen, '%Y-%m-%d') AS day, text_sha256 FROM versions",
        ).to_dicts()
    }
    returned = [
        (document, entry)
        for document, entries in DOCUMENTS.items()
        for entry in entries
        if entry["outcome"] == "returned"
    ]
    assert returned
    for document, entry in returned:
        newest = max(day for name, day in texts if name == document and day <= str(entry["date"]))
        assert texts[document, newest] == texts[document, str(entry["same_text_as"])]


def test_what_is_published_are_the_versions_a_reader_would_call_versions(sample_home: Home) -> None:
    published = {
        (row["document_id"], row["day"])
        for row in read_frame(
            sample_home, "SELECT document_id, strftime(first_seen, '%Y-%m-%d') AS day FROM versions"
        ).to_dicts()
    }
    must = {
        (document, str(entry["date"]))
        for document, entries in DOCUMENTS.items()
        for entry in entries
        if entry["outcome"] in ("first", "changed")
    }
    may = must | {
        (document, str(entry["date"]))
        for document, entries in DOCUMENTS.items()
        for entry in entries
        if entry["outcome"] in ("editorial", "returned")
    }
    assert must - NOT_ASSERTED.keys() <= published
    assert published - NOT_ASSERTED.keys() <= may


@pytest.mark.parametrize("platform", sorted(AI_TRAINING))
def test_whether_a_platform_trains_on_what_users_write_is_answered_with_the_right_words(
    sample_home: Home, platform: str
) -> None:
    wanted = AI_TRAINING[platform]
    [answer] = read_frame(
        sample_home,
        "SELECT stance, quote, quoted_from FROM answers WHERE question_id = 'ai_training' AND platform_id = ?",
        [platform],
    ).to_dicts()
    quotes = read_frame(
        sample_home,
        "SELECT quote FROM answer_evidence WHERE question_id = 'ai_training' AND platform_id = ? AND role <> 'context'",
        [platform],
    )["quote"].to_list()
    assert answer["stance"] == wanted["stance"]
    said = plain(" ".join([answer["quote"] or "", *quotes]))
    if "fragment" in wanted:
        assert answer["quoted_from"] == wanted["document"]
        assert plain(wanted["fragment"]) in said
    else:
        assert quotes == []
    for never in wanted["never_evidence"]:
        assert plain(never["fragment"]) not in said


def plain(text: str) -> str:
    """A text without emphasis and line breaks: what a reader compares."""
    return " ".join(text.replace("*", "").replace("_", "").split()).casefold()


def test_the_summary_of_a_run_counts_what_is_published(sample_run: tuple[Home, Row]) -> None:
    home, summary = sample_run
    assert summary["home"] == str(home.path)
    assert summary["platforms"] == 6 and summary["documents"] == len(DOCUMENTS)
    assert summary["observations"] == len(looks(home))
    assert summary["published_versions"] == read_frame(home, "FROM versions").height


def test_a_second_run_adds_nothing_and_changes_no_row(sample_copy: Home, termscape: Termscape) -> None:
    before = tables(sample_copy.published_database)
    ledger = {
        path.name: path.read_bytes() for path in sorted(sample_copy.archive.rglob("*")) if path.is_file()
    }
    finished = termscape("run", "--home", sample_copy.path, "--json")
    assert finished.returncode == 0, finished.stderr
    assert differences(before, tables(sample_copy.published_database)) == {}
    assert ledger == {
        path.name: path.read_bytes() for path in sorted(sample_copy.archive.rglob("*")) if path.is_file()
    }


def test_a_rebuild_makes_every_row_again_from_the_archive_alone(
    sample_copy: Home, termscape: Termscape
) -> None:
    before = tables(sample_copy.published_database)
    sample_copy.warehouse.write_bytes(b"this was a database once")
    finished = termscape("rebuild", "--home", sample_copy.path, "--json")
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout)["observations"] == len(before["ledger.observations"])
    assert differences(before, tables(sample_copy.published_database)) == {}


def test_a_rebuild_refuses_evidence_that_was_altered_and_leaves_the_warehouse(
    sample_copy: Home, termscape: Termscape
) -> None:
    [segment] = (sample_copy.archive / "ledger").glob("*.jsonl")
    text = segment.read_text(encoding="utf-8")
    segment.write_text(text.replace("network_error", "unchanged_now", 1), encoding="utf-8")
    finished = termscape("rebuild", "--home", sample_copy.path)
    assert finished.returncode == 74
    assert "was altered" in finished.stderr
    assert sample_copy.warehouse.exists()


def test_a_wording_that_came_back_has_a_row_for_each_time_it_stood(sample_home: Home) -> None:
    rows = read_frame(
        sample_home,
        """
        SELECT provision_id, state_no, first_seen, last_seen, replaced_at FROM provision_history
        WHERE document_id = 'prismuffle/terms-of-service'
        QUALIFY count(*) OVER (PARTITION BY provision_id, state_no) > 1
        ORDER BY provision_id, first_seen
        """,
    ).to_dicts()
    assert rows
    for before, after in pairwise(rows):
        if (before["provision_id"], before["state_no"]) == (after["provision_id"], after["state_no"]):
            assert before["last_seen"] < before["replaced_at"] <= after["first_seen"]
