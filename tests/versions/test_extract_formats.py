"""Bytes of any kind: encodings, PDFs, plain text, and what is none of them."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.versions import EXTRACTOR_VERSION, extract
from tests.versions.pages import PARAGRAPH, URL, pdf, policy

GREETING = "Größe, прощай, 隐私"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (f"<p>{GREETING}</p>".encode(), None),
        (f"\ufeff<p>{GREETING}</p>".encode(), "text/html; charset=iso-8859-1"),
        (f"\ufeff<p>{GREETING}</p>".encode("utf-16-le"), None),
        (f"<p>{GREETING}</p>".encode("gb18030"), "text/html; charset=gb2312"),
        (f"<meta charset=gbk><p>{GREETING.replace('ö', 'o').replace('ß', 's')}</p>".encode("gbk"), None),
        (f"<p>{GREETING}</p>".encode(), "text/html; charset=windows-1252"),
    ],
)
def test_the_text_is_decoded_as_a_browser_would(body: bytes, content_type: str | None) -> None:
    found = extract(body, URL, {"select": "p"}, content_type=content_type, second_opinion=False)
    assert found.markdown.replace("Große", "Größe").replace("Grose", "Größe") == GREETING


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252"])
def test_western_text_is_read_by_its_declared_or_detected_encoding(encoding: str) -> None:
    text = "Wir löschen Ihre persönlichen Daten auf Anfrage; für Rückfragen genügt eine Nachricht. " * 5
    body = f"<body><p>{text}</p></body>".encode(encoding)
    for content_type in (f"text/html; charset={encoding}", "text/html", None, "text/html; charset=nonsense"):
        found = extract(body, URL, content_type=content_type, second_opinion=False)
        assert found.markdown == text.strip()
        assert found.language == "de"


def test_a_pdf_keeps_headings_lists_and_unwrapped_paragraphs_without_its_running_lines() -> None:
    def page(
        number: int, *lines: tuple[float, float, float, str, bool]
    ) -> list[tuple[float, float, float, str, bool]]:
        furniture = [
            (72.0, 40.0, 8.0, "Lanternfish Ltd - confidential", False),
            (300.0, 760.0, 8.0, str(number), False),
        ]
        return [*furniture[:1], *lines, *furniture[1:]]

    found = extract(
        pdf(
            page(
                1,
                (72, 100, 18, "Privacy Policy", True),
                (
                    72,
                    140,
                    11,
                    "Lanternfish collects the personal data you give us, such as your name and your",
                    False,
                ),
                (
                    72,
                    154,
                    11,
                    "e-mail address, and uses it to provide the service you asked for, and shares it",
                    False,
                ),
                (72, 168, 11, "with nobody else.", False),
                (72, 200, 14, "Your rights", True),
                (72, 225, 11, "You may ask us to:", False),
                (90, 243, 11, "• show you your data;", False),
                (
                    90,
                    257,
                    11,
                    "• delete it, unless a law that binds us says that we have to keep it for a",
                    False,
                ),
                (100, 271, 11, "time.", False),
            ),
            page(
                2,
                (
                    72,
                    100,
                    11,
                    "We answer within thirty days of your request, and tell you why if we cannot do",
                    False,
                ),
                (
                    72,
                    114,
                    11,
                    "what you ask, which happens in very few of the cases that we see in a year but",
                    False,
                ),
            ),
            page(
                3,
                (72, 100, 11, "never without a reason.", False),
                (72, 130, 14, "Contact", True),
                (72, 155, 11, "Write to us.", False),
            ),
        ),
        URL,
    )
    assert found.extractor == "pdf"
    assert found.markdown == "\n\n".join(
        [
            "# Privacy Policy",
            "Lanternfish collects the personal data you give us, such as your name and your e-mail address, and uses "
            "it to provide the service you asked for, and shares it with nobody else.",
            "## Your rights",
            "You may ask us to:",
            "- show you your data;\n- delete it, unless a law that binds us says that we have to keep it for a time.",
            "We answer within thirty days of your request, and tell you why if we cannot do what you ask, which "
            "happens in very few of the cases that we see in a year but never without a reason.",
            "## Contact",
            "Write to us.",
        ]
    )


def test_a_pdf_without_text_and_one_that_is_broken_are_noted() -> None:
    assert extract(pdf([]), URL).notes[0] == "the PDF holds no text (scanned pages?)"
    broken = extract(b"%PDF-1.7 broken", URL)
    assert broken.markdown == "" and broken.notes[0].startswith("the PDF cannot be opened")


def test_plain_text_is_unwrapped_and_nothing_in_it_is_markup() -> None:
    text = "TERMS\r\n\r\nYou may use\r\nthe <b>service</b>.\r\n\r\n1. Pay us.\r\n2. Be kind.\r\n"
    found = extract(text.encode(), URL, content_type="text/plain")
    assert found.extractor == "plain_text"
    assert found.markdown == "TERMS\n\nYou may use the \\<b>service\\</b>.\n\n1\\. Pay us.  \n2\\. Be kind."


def test_markdown_is_taken_as_it_is() -> None:
    found = extract(b"# Terms\r\n\r\n- one\r\n", URL, content_type="text/markdown; charset=utf-8")
    assert (found.markdown, found.extractor) == ("# Terms\n\n- one", "markdown")


def test_the_second_opinion_measures_agreement_and_never_changes_the_text() -> None:
    page = policy("<h2>Your rights</h2><p>You may ask for a copy of your data at any time.</p>").encode()
    alone, both = extract(page, URL, second_opinion=False), extract(page, URL)
    assert alone.agreement is None
    assert both.agreement is not None and both.agreement > 0.9
    assert both.markdown == alone.markdown


def test_little_agreement_shows_that_the_declared_part_is_not_the_policy() -> None:
    page = policy("<div id=promo><p>Buy a lantern today and get another one.</p></div>").encode()
    agreement = extract(page, URL, {"select": "#promo"}).agreement
    assert agreement is not None and agreement < 0.5


def test_an_extraction_tells_its_title_language_words_and_version_and_goes_through_a_process_pool() -> None:
    found = extract(policy("").encode(), URL, second_opinion=False)
    assert found.title == "Privacy | Lanternfish"
    assert found.language == "en"
    assert found.words == len((PARAGRAPH * 8).split()) + 2
    assert found.extractor_version == EXTRACTOR_VERSION
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(extract)) is extract


def test_naming_extract_loads_neither_trafilatura_nor_models() -> None:
    code = "import sys, assets.versions; print([m for m in ('trafilatura', 'lxml', 'pypdfium2', 'py3langid') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([None, "text/html", "application/pdf", "text/plain; charset=x"])
)
def test_no_bytes_raise(body: bytes, content_type: str | None) -> None:
    found = extract(body, URL, {"select": "p"}, content_type=content_type, second_opinion=False)
    assert found.markdown or found.notes


TAGS = [
    "div",
    "p",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "h2",
    "b",
    "a href=#",
    "blockquote",
    "section",
    "br",
    "pre",
]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
            st.from_regex(r"[a-z]{1,6}( [a-z]{1,6}){0,3}", fullmatch=True),
        ),
        max_size=60,
    )
)
def test_no_word_of_a_declared_part_is_lost_or_doubled_however_broken_its_markup(pieces: list[str]) -> None:
    words = " ".join(piece for piece in pieces if not piece.startswith("<")).split()
    found = extract(f"<body>{' '.join(pieces)}</body>".encode(), "", {"select": "body"}, second_opinion=False)
    plain = found.markdown.replace("<br>", " ").replace("](#)", " ")
    read = "".join(character if character.isalpha() else " " for character in plain).split()
    assert sorted(read) == sorted(words)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 40_000 + "deep words",
        "<ul><li><b><blockquote>" * 2_000 + "deep words",
        "<table><tr><td>" * 3_000 + "deep words",
        "<div " + " ".join(f"a{n}=1" for n in range(150_000)) + "><p>deep words",
    ],
    ids=["divs", "lists", "tables", "attributes"],
)
def test_hostile_markup_takes_neither_the_stack_nor_minutes(page: str) -> None:
    found = extract(page.encode(), URL, second_opinion=False)
    assert "deep words" in found.markdown
