"""Pages in the database: made once, made again where something changed, every quote where it says it stands."""

from __future__ import annotations

import pytest

from assets.answers.provision_pages import building
from assets.answers.provision_pages.building import build_pages
from assets.home import Home
from assets.topics.taxonomy import load_taxonomy
from assets.warehouse import Warehouse, read_frame


def test_every_provision_in_force_that_can_be_quoted_has_a_page(sample_home: Home) -> None:
    missing = read_frame(
        sample_home,
        "SELECT provision_id FROM provisions WHERE kind NOT IN ('heading', 'table_header') "
        "AND provision_id NOT IN (SELECT provision_id FROM provision_pages)",
    )
    assert missing.height == 0
    twice = read_frame(
        sample_home,
        "SELECT provision_id, state_no FROM ledger.provision_reading GROUP BY ALL HAVING count(*) > 1",
    )
    assert twice.height == 0


def test_every_quote_of_a_slot_and_every_leading_sentence_stands_at_its_offsets(sample_home: Home) -> None:
    wrong = read_frame(
        sample_home,
        "SELECT s.quote FROM ledger.provision_slots AS s JOIN ledger.versions AS v USING (version_id) "
        "JOIN ledger.markdowns AS m USING (markdown_sha256) "
        "WHERE s.quote <> substring(m.markdown, s.char_start + 1, s.char_end - s.char_start)",
    )
    assert wrong.height == 0
    outside = read_frame(
        sample_home,
        "SELECT provision_id FROM provision_pages WHERE lead_start < char_start OR lead_end > char_end",
    )
    assert outside.height == 0


def test_what_users_may_not_do_is_compared_with_nothing_else(sample_home: Home) -> None:
    pairs = read_frame(
        sample_home,
        "SELECT c.*, a.role AS left_role, b.role AS right_role, a.topic_id AS left_topic, b.topic_id AS right_topic "
        "FROM comparable_provisions AS c JOIN provision_pages AS a ON c.provision_id = a.provision_id "
        "JOIN provision_pages AS b ON c.other_provision_id = b.provision_id",
    ).to_dicts()
    assert pairs
    for pair in pairs:
        assert pair["left_role"] == pair["right_role"] == pair["role"] != "unread"
        assert pair["left_topic"] == pair["right_topic"]
        assert pair["platform_id"] != pair["other_platform_id"]
        assert 1 <= pair["place"] <= 5 and 0 < pair["similarity"] <= 1


def test_what_is_open_raises_the_question_to_ask_and_unknown_is_not_low(sample_home: Home) -> None:
    pages = read_frame(sample_home, "SELECT * FROM provision_pages").to_dicts()
    assert {page["exposure"] for page in pages} <= {"high", "medium", "low", "unknown"}
    for page in pages:
        if page["role"] == "unread":
            assert page["exposure"] == "unknown" and not page["left_open"]
        if page["left_open"]:
            assert len(page["questions_to_ask"]) >= len(page["left_open"])


def test_law_for_consumers_is_not_shown_beside_terms_for_businesses(sample_copy: Home) -> None:
    consumers = "regulation_id IN ('unfair-terms', 'consumer-rights', 'rome-i', 'brussels-i')"
    warehouse = Warehouse(sample_copy)
    asked = f"SELECT count(*) FROM provision_regulations WHERE {consumers} AND terms_type = "
    assert int(warehouse.value(asked + "'Terms of Service'")) > 0
    warehouse.connection.execute(
        "UPDATE ledger.documents SET terms_type = 'Developer Terms' WHERE terms_type = 'Terms of Service'"
    )
    assert int(warehouse.value(asked + "'Developer Terms'")) == 0


def test_law_says_how_it_was_compared_and_is_not_shown_for_what_users_may_not_do(sample_home: Home) -> None:
    laws = read_frame(
        sample_home,
        "SELECT r.*, p.role FROM provision_regulations AS r JOIN provision_pages AS p USING (provision_id)",
    ).to_dicts()
    assert {law["status"] for law in laws} == {"unverified", "read_in_a_copy"}
    assert all((law["source"] is None) == (law["status"] == "unverified") for law in laws)
    assert all(law["url"].startswith("https://") for law in laws)
    assert not [law for law in laws if law["role"] == "user_prohibition" and law["topic_id"] == "retention"]


def test_a_second_run_reads_nothing_and_other_topics_read_a_version_again(
    sample_copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = Warehouse(sample_copy)
    taxonomy = load_taxonomy()
    assert build_pages(warehouse, taxonomy).read == 0
    before = warehouse.rows("SELECT * FROM ledger.provision_reading ORDER BY ALL")
    one = warehouse.rows(
        "SELECT provision_id, version_id FROM provision_pages ORDER BY provision_id LIMIT 1"
    )[0]
    warehouse.connection.execute(
        "UPDATE ledger.provision_topics SET confidence = confidence - 0.0001 WHERE provision_id = ?",
        [one["provision_id"]],
    )
    changed = warehouse.value(
        "SELECT count(DISTINCT version_id) FROM ledger.provision_occurrences WHERE provision_id = ?",
        [one["provision_id"]],
    )
    report = build_pages(warehouse, taxonomy)
    labelled = warehouse.value(
        "SELECT count(*) FROM ledger.provision_topics WHERE provision_id = ?", [one["provision_id"]]
    )
    assert (report.read > 0) == (labelled > 0 and changed > 0)
    assert report.read + report.kept == len(before)
    monkeypatch.setattr(building, "CODE_VERSION", "other")
    again = build_pages(warehouse, taxonomy)
    assert (again.read, again.kept) == (len(before), 0)
    after = warehouse.rows("SELECT * FROM ledger.provision_reading ORDER BY ALL")
    assert [row | {"inputs": "", "rules_version": ""} for row in after] == [
        row | {"inputs": "", "rules_version": ""} for row in before
    ]
    warehouse.close()


def test_a_page_says_whose_stance_it_shows_that_of_firms_in_a_document_that_tells_them_something_else(
    sample_copy: Home,
) -> None:
    warehouse = Warehouse(sample_copy)
    pages = warehouse.rows(
        "SELECT p.stance_scope, a.scope FROM provision_pages AS p JOIN answers AS a USING (platform_id, question_id)"
    )
    assert pages and all(page["stance_scope"] == page["scope"] for page in pages)
    [quoted] = warehouse.rows(
        "SELECT e.answer_id, e.platform_id, e.question_id, e.document_id FROM answer_evidence AS e "
        "JOIN provision_pages AS p USING (provision_id, question_id) JOIN answers AS a USING (answer_id) "
        "WHERE a.scope = 'general' ORDER BY ALL LIMIT 1"
    )
    for table, told in (
        ("answers", "'firms' AS answer_id, 'business' AS scope, 'unsure' AS stance, TRUE AS beside"),
        ("answer_evidence", "'firms' AS answer_id"),
    ):
        warehouse.connection.execute(
            f"INSERT INTO ledger.{table} SELECT * REPLACE ({told}) FROM ledger.{table} WHERE answer_id = ?",
            [quoted["answer_id"]],
        )
    told = warehouse.rows(
        "SELECT DISTINCT document_id, stance, stance_scope FROM provision_pages WHERE platform_id = ? AND question_id = ?",
        [quoted["platform_id"], quoted["question_id"]],
    )
    for one in told:
        here = one["document_id"] == quoted["document_id"]
        assert (one["stance_scope"] == "business") == (one["stance"] == "unsure") == here
