"""The language is told from the text, also from a little text, and without asking anyone."""

from __future__ import annotations

import pytest

from assets.versions.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We do not sell your personal data."),
        ("de", "Allgemeine Geschäftsbedingungen"),
        ("de", "Wir geben Ihre Daten nicht weiter."),
        ("fr", "Nous ne vendons pas vos données personnelles."),
        ("es", "No vendemos sus datos personales."),
        ("it", "Non vendiamo i tuoi dati personali."),
        ("pt", "Não vendemos os seus dados pessoais."),
        ("nl", "Wij verkopen uw gegevens niet."),
        ("pl", "Polityka prywatności"),
        ("ru", "Мы не продаём ваши персональные данные."),
        ("zh", "隐私政策"),
        ("zh", "我們不會出售您的個人資料。"),
        ("ja", "プライバシーポリシー"),
        ("ko", "개인정보처리방침"),
        ("tr", "Kişisel verilerinizi satmıyoruz."),
    ],
)
def test_a_title_or_a_sentence_is_enough(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_what_the_page_claims_only_counts_where_the_text_does_not_tell() -> None:
    assert detect_language("Privacy Policy", declared="en-GB") == "en"
    assert detect_language("Wir geben Ihre Daten nicht weiter.", declared="en") == "de"
    assert detect_language("2024", declared="zh-Hans") == "zh"
    assert detect_language("2024") is None


def test_addresses_do_not_make_a_german_text_english() -> None:
    links = " ".join(f"[Mehr](https://www.lanternfish.example/privacy/policy/{n})" for n in range(20))
    assert detect_language(f"Wir geben Ihre Daten nicht an andere weiter. {links}") == "de"
