"""The dates a document states of itself are read; all others are left alone; in doubt there is no date."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.versions.date_expressions import find_dates
from assets.versions.date_words import read_date_words
from assets.versions.dates import read_dates

MAY_6 = date(2024, 5, 6)


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: May 6, 2024",
        "**Last Updated:** 6 May 2024",
        "_Last modified on 6th May, 2024_",
        "Last revised\u00a0May\u00a06,\u00a02024",
        "UpdatedMay 6, 2024",
        "Last updated\n\nMay 6, 2024",
        "Last Update: 2024-05-06",
        "Zuletzt aktualisiert am 6. Mai 2024",
        "Stand: 06.05.2024",
        "Dernière mise à jour : 6 mai 2024",
        "Última actualización: 6 de mayo de 2024",
        "Ultimo aggiornamento: 6 maggio 2024",
        "更新日期：2024年5月6日",
        "最近更新日期: 2024 年 5 月 6 日",
        "最終更新日：2024年5月6日",
        "Privacy notice (last updated 6 May 2024)",
    ],
)
def test_the_date_of_the_last_update_is_read(line: str) -> None:
    dates = read_dates(f"# Nimbusfox Privacy\n\n{line}\n\nWe collect data.")
    assert (dates.declared, dates.effective) == (MAY_6, None)
    assert dates.declared_quote


@pytest.mark.parametrize(
    "line",
    [
        "Effective May 6, 2024[Previous version](/old/2023-01-01)",
        "Effective date: 6 May 2024",
        "These terms are effective as of May 6th, 2024.",
        "In force from 6 May 2024",
        "Gültig ab 6. Mai 2024",
        "Date d’entrée en vigueur : 6 mai 2024",
        "Fecha de entrada en vigor: 6 de mayo de 2024",
        "生效日期：2024年5月6日",
        "本协议于2024年5月6日生效",
    ],
)
def test_the_date_from_which_it_applies_is_read(line: str) -> None:
    dates = read_dates(f"# Nimbusfox Terms\n\n{line}\n\nYou agree.")
    assert (dates.declared, dates.effective) == (None, MAY_6)


def test_both_dates_are_read_from_one_line() -> None:
    dates = read_dates("Last updated: 1 May 2024 | Effective: 1 June 2024")
    assert (dates.declared, dates.effective) == (date(2024, 5, 1), date(2024, 6, 1))
    both = read_dates("These Terms are effective and were last updated on 6 May 2024.")
    assert both.declared == both.effective == MAY_6


@pytest.mark.parametrize(
    "text",
    [
        "© 2024 Nimbusfox Ltd. Founded on 6 May 2024.",
        "Previous version: 6 May 2024",
        "Under the General Data Protection Regulation, in force since 25 May 2018, every user of ours has rights of access.",
        "As of 25 May 2018 we have changed the way in which we process the personal data of each and every user we have.",
        "We do not train on data that was sent to us over the interface for developers after 1 March 2023.",
        "## News\n\n6 May 2024\n\n1 June 2024\n\n3 July 2024",
    ],
)
def test_dates_of_other_things_are_not_taken(text: str) -> None:
    dates = read_dates(f"# Nimbusfox Terms\n\n{text}")
    assert (dates.declared, dates.effective) == (None, None)


def test_a_date_alone_under_the_title_is_the_document_s() -> None:
    assert read_dates("# Brand Guidelines\n\n_May 6, 2024_\n\nDo not alter the logo.").declared == MAY_6


def test_the_date_of_change_goes_before_that_of_publication() -> None:
    assert read_dates("Published: 1 January 2020\n\nLast updated: 6 May 2024").declared == MAY_6


def test_the_foot_is_read_where_the_head_is_silent() -> None:
    body = "We keep data for as long as we need it.\n\n" * 200
    assert read_dates(f"# Terms\n\n{body}Last updated: 6 May 2024").declared == MAY_6


def test_an_ambiguous_date_is_quoted_and_not_guessed() -> None:
    dates = read_dates("Effective 03/04/2024", language="en")
    assert (dates.effective, dates.effective_quote) == (None, "Effective 03/04/2024")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en-US", date(2024, 3, 4)), ("en-GB", date(2024, 4, 3)), ("fr", date(2024, 4, 3))],
)
def test_the_language_decides_the_order_of_day_and_month(language: str, expected: date) -> None:
    assert read_dates("Effective 03/04/2024", language=language).effective == expected


def test_another_date_of_the_line_decides_the_order_too() -> None:
    assert find_dates("from 12/31/2023 to 03/04/2024")[1].value == date(2024, 3, 4)


def test_a_month_without_a_day_is_quoted_without_a_date() -> None:
    dates = read_dates("# Statement\n\nLast Updated: March 2024")
    assert (dates.declared, dates.declared_quote) == (None, "Last Updated: March 2024")


@given(
    st.dates(date(1995, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y"]),
)
def test_every_written_date_is_read_back(day: date, form: str) -> None:
    assert read_dates(f"Last updated: {day.strftime(form)}").declared == day


@given(st.text(max_size=200))
def test_any_text_can_be_asked_for_its_dates(text: str) -> None:
    dates = read_dates(text, language="de")
    assert dates.declared is None or dates.declared_quote


def test_a_mistake_in_the_word_file_names_the_file_and_the_place(tmp_path: Path) -> None:
    path = tmp_path / "date_words.yaml"
    path.write_text("months: {13: [smarch]}\nlabels: {}\nweak: []\nfillers: []\nlaws: []\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"date_words\.yaml: months: expected a month from 1 to 12, found 13"
    ):
        read_date_words(path)
