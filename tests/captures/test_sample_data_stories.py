"""The sample tells what happens to policies and to those who look at them, and its answers rest on its words."""

import re
from urllib.parse import urlsplit

import pytest
from sample_data import (
    SAMPLE,
    Row,
    attempts,
    day,
    decoded,
    document,
    entries,
    expected,
    key,
    newest_text,
    on,
    rows,
    squeezed,
    text_of,
)

from assets.names import document_id


def test_texts_differ_where_the_answer_key_says_so_and_nowhere_else() -> None:
    for name, source in {(document(row), row["source_document"]): None for row in rows()}:
        good: Row | None = None
        for row in attempts(name, source):
            outcome = expected(row)["outcome"]
            where = f"{name} {source or ''} {day(row)} ({outcome})"
            if outcome == "first":
                assert good is None, where
            elif outcome in ("changed", "editorial"):
                assert good is not None and text_of(row) != text_of(good), where
            elif outcome == "unchanged":
                assert good is not None and row["sha256"] == good["sha256"], where
            elif outcome == "noise":
                assert good is not None and row["sha256"] != good["sha256"], where
                assert text_of(row) == text_of(good), where
            elif outcome == "returned":
                before = on(name, str(expected(row)["same_text_as"]), source)
                assert good is not None and text_of(row) == text_of(before) != text_of(good), where
            elif row["file"] is not None:
                assert good is not None and text_of(row) != text_of(good), where
                continue
            else:
                continue
            good = row


def test_every_document_is_kept_for_its_history_and_most_change_more_than_once() -> None:
    published = {
        name: sum(entry["outcome"] in ("first", "changed", "editorial") for entry in entries_of)
        for name, entries_of in key()["documents"].items()
    }
    assert len(published) == 15
    assert min(published.values()) >= 3


@pytest.mark.parametrize(
    ("name", "date", "gone"),
    [
        ("prismuffle/privacy-policy", "2026-07-07", "Is it safe?"),
        ("wolkenspind/privacy-policy", "2026-04-14", "Newsletter"),
        ("ferrybell/privacy-policy", "2026-07-07", "Cookies"),
    ],
)
def test_a_section_is_removed(name: str, date: str, gone: str) -> None:
    before = [row for row in attempts(name) if day(row) < date and row["file"]][-1]
    assert gone in text_of(before)
    assert gone not in text_of(on(name, date))


@pytest.mark.parametrize(
    ("name", "source", "date", "will_not", "may"),
    [
        (
            "murmelot/privacy-policy",
            "legal-privacy",
            "2025-10-07",
            "We will not use your conversations to train",
            "We may use your conversations to train",
        ),
        (
            "ferrybell/privacy-policy",
            None,
            "2025-08-05",
            "We will not share what we know",
            "We may share with",
        ),
    ],
)
def test_a_promise_is_weakened(name: str, source: str | None, date: str, will_not: str, may: str) -> None:
    before = [row for row in attempts(name, source) if day(row) < date][-1]
    after = on(name, date, source)
    assert will_not in text_of(before) and may not in text_of(before)
    assert may in text_of(after) and will_not not in text_of(after)


def test_a_clause_moves_word_for_word() -> None:
    before, after = (text_of(on("prismuffle/privacy-policy", date)) for date in ("2025-03-11", "2025-05-20"))
    clause = "Prismuffle is not for children under 13, and we do not knowingly collect"
    landmark = "Companies that work for us."
    assert before.index(landmark) < before.index(clause)
    assert after.index(clause) < after.index(landmark)


def test_sections_are_moved_with_not_a_word_changed() -> None:
    before, after = (
        text_of(on("ferrybell/community-guidelines", date)) for date in ("2026-01-13", "2026-07-07")
    )
    assert sorted(before.split()) == sorted(after.split())


def test_sections_are_renumbered() -> None:
    before, after = (
        text_of(on("prismuffle/terms-of-service", date)) for date in ("2025-03-11", "2025-05-20")
    )
    assert "10. Disputes" in before and "11. Disputes" in after
    assert "Sections 3, 7 and 10 outlive" in before and "Sections 3, 8 and 11 outlive" in after


def test_only_the_numbering_of_sections_changes() -> None:
    before, after = (text_of(on("murmelot/terms-of-service", date)) for date in ("2025-08-05", "2026-01-13"))
    assert re.sub(r"Article (\d+) –", r"\1.", after) == before


@pytest.mark.parametrize(
    ("name", "date", "declared"),
    [
        ("prismuffle/privacy-policy", "2026-01-13", "May 12, 2025"),
        ("ferrybell/privacy-policy", "2025-08-05", "3 June 2024"),
        ("gantrywise/privacy-policy", "2026-07-07", "22 September 2025"),
        ("chengyan/privacy-policy", "2026-10-06", "2025年9月25日"),
    ],
)
def test_a_text_is_edited_silently(name: str, date: str, declared: str) -> None:
    assert expected(on(name, date))["outcome"] == "changed"
    before = [row for row in attempts(name) if day(row) < date and row["file"] and text_of(row)][-1]
    assert declared in text_of(before) and declared in text_of(on(name, date))


def test_only_a_date_changes() -> None:
    before, after = (text_of(on("ferrybell/privacy-policy", date)) for date in ("2025-10-07", "2026-01-13"))
    assert before.replace("3 June 2024", "5 January 2026") == after


def test_a_wording_goes_and_comes_back() -> None:
    [row] = entries("returned")
    assert document(row) == "prismuffle/terms-of-service"


def test_an_error_page_comes_with_status_200() -> None:
    row = on("prismuffle/privacy-policy", "2025-08-05")
    assert row["status"] == 200 and "Error 404" in decoded(row["file"])
    assert expected(row)["outcome"] == "not_a_policy"


def test_a_request_for_a_document_ends_at_the_home_page() -> None:
    [row] = [row for row in rows() if "final_url" in row]
    assert urlsplit(row["final_url"]).path == "/" and row["status"] == 200
    assert expected(row)["outcome"] == "not_a_policy"


def test_bot_walls_come_in_two_languages() -> None:
    walls = entries("blocked")
    assert {row["service"] for row in walls} == {"Murmelot", "Chengyan"}
    assert all(row["status"] == 200 and not text_of(row) for row in walls)


def test_nothing_comes_back_at_all_twice() -> None:
    assert {row["service"] for row in entries("network_error")} == {"Gantrywise", "Wolkenspind"}
    assert all(row["file"] is None and "status" not in row for row in entries("network_error"))


def test_a_page_of_a_combined_document_is_missing_once_while_the_other_is_there() -> None:
    [row] = entries("http_error")
    other = on(document(row), day(row), "legal-privacy")
    assert row["source_document"] == "legal-privacy-regional" and row["status"] == 503
    assert other["file"] is not None


def test_a_page_breaks_off_early() -> None:
    row = on("ferrybell/terms-of-service", "2026-04-14")
    assert expected(row)["outcome"] == "quarantined"
    assert len(text_of(row)) < 0.2 * len(text_of(on("ferrybell/terms-of-service", "2025-10-07")))


def test_a_site_answers_in_another_language_once() -> None:
    row = on("wolkenspind/terms-of-service", "2026-07-07")
    assert expected(row)["outcome"] == "quarantined"
    assert "General Terms and Conditions" in text_of(row)


def test_there_is_a_pdf_a_german_and_a_chinese_document_and_old_encodings() -> None:
    assert {row["service"] for row in rows() if row["content_type"] == "application/pdf"} == {"Gantrywise"}
    assert "personenbezogene Daten" in newest_text("wolkenspind", "privacy-policy")
    assert "个人信息" in newest_text("chengyan", "privacy-policy")
    pages = {row["file"]: (SAMPLE / row["file"]).read_bytes() for row in rows() if row["file"]}
    for charset in (b"windows-1252", b"gb18030"):
        assert any(charset in body[:2000] for body in pages.values())


def test_each_stance_on_training_occurs_now_or_before() -> None:
    answers = key()["answers"]["ai_training"]
    now = {answer["stance"] for answer in answers.values()}
    before = {past["stance"] for answer in answers.values() for past in answer.get("before", [])}
    assert len(now) == 6
    assert now | before == {
        "yes_default",
        "yes_opt_out",
        "opt_in_only",
        "no",
        "mixed_by_tier",
        "improve_only",
        "silent",
    }


@pytest.mark.parametrize("question", sorted(key()["answers"]))
def test_answers_rest_on_words_that_stand_in_the_newest_texts(question: str) -> None:
    answers = key()["answers"][question]
    assert len(answers) == 6
    for platform, answer in answers.items():
        passages = [answer] if "fragment" in answer else []
        assert passages or answer["stance"] == "silent"
        for passage in [*passages, *answer.get("never_evidence", [])]:
            terms = document_id(platform, passage["document"]).split("/")[1]
            assert squeezed(passage["fragment"]) in squeezed(newest_text(platform, terms)), passage


def test_a_changed_stance_rests_on_words_of_its_own_time() -> None:
    for platform, answer in key()["answers"]["ai_training"].items():
        for past in answer.get("before", []):
            pages = [
                row
                for row in rows()
                if document(row) == f"{platform}/privacy-policy"
                and row["file"]
                and str(past["from"]) <= day(row) <= str(past["until"])
                and row["source_document"] in (None, "legal-privacy")
            ]
            assert pages
            assert all(past["fragment"] in text_of(row) for row in pages)
