"""The Markdown keeps the structure a reader sees, and nothing that changes from one render to the next."""

from __future__ import annotations

import pytest

from tests.versions.pages import read


def markdown(html: str, **page: str) -> str:
    return read(f"<body><main id=m>{html}</main></body>", {"select": "#m"}, **page).markdown


STRUCTURES = {
    "headings keep their level": ("<h1>A</h1><h3>B</h3><p>c</p>", "# A\n\n### B\n\nc"),
    "a role makes a heading": ("<div role=heading aria-level=3>A</div><p>b</p>", "### A\n\nb"),
    "a heading is not bold again": ("<h2><b>A</b> <i>b</i></h2>", "## A *b*"),
    "a line break in a heading is a space": ("<h2>A<br>b</h2>", "## A b"),
    "white space collapses": ("<p>  a\n   b&nbsp; c </p>", "a b c"),
    "a line break stays": ("<p>1 Main Street<br>Harbour Town</p>", "1 Main Street  \nHarbour Town"),
    "two line breaks end a paragraph": ("a<br><br>b", "a\n\nb"),
    "blocks end paragraphs, spans do not": ("<div>a <span>b</span>c</div><div>d</div>", "a bc\n\nd"),
    "emphasis": ("<p><b>a</b> and <em>b</em></p>", "**a** and *b*"),
    "neighbouring emphasis is one": ("<p><b>a</b><strong>b</strong></p>", "**ab**"),
    "spaces stand outside emphasis": ("<p><b>a </b>b</p>", "**a** b"),
    "emphasis around a link": (
        "<p><i>see (<a href=https://b.example/>this</a>)</i></p>",
        "*see ([this](https://b.example/))*",
    ),
    "emphasis without words goes": ("<p>a<b>,</b> b</p>", "a, b"),
    "a list": ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
    "a numbered list counts from its start": ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
    "a nested list": ("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "1. a\n   - b\n   - c\n2. d"),
    "a list nested outside an item": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    "an item of two paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    "items without a list": ("<li>a</li><li>b</li>", "- a\n- b"),
    "an empty item goes": ("<ul><li> </li><li>a</li></ul>", "- a"),
    "typed bullets make a list": ("<p>Stem:<br>• a<br>• b</p>", "Stem:\n\n- a\n- b"),
    "a table": (
        "<table><tr><th>A<th>B</tr><tr><td>1<td>2 | 3</tr></table>",
        "| A | B |\n| --- | --- |\n| 1 | 2 \\| 3 |",
    ),
    "a table without a header": (
        "<table><tr><td>1<td>2<tr><td>3<td>4</table>",
        "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |",
    ),
    "paragraphs in a cell": (
        "<table><tr><th>A<th>B<tr><td><p>1</p><p>2</p><td><ul><li>3<li>4</ul></table>",
        "| A | B |\n| --- | --- |\n| 1<br>2 | 3<br>4 |",
    ),
    "a spanning cell keeps the columns": (
        "<table><tr><th>A<th>B<tr><td colspan=2>x<tr><td>1<td>2</table>",
        "| A | B |\n| --- | --- |\n| x |  |\n| 1 | 2 |",
    ),
    "a table of one column is no table": ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
    "a quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "code": ("<p>Set <code>do_not_sell</code></p>", "Set `do_not_sell`"),
    "a heading inside a link": ("<a href=https://b.example/><h3>A</h3></a>", "### [A](https://b.example/)"),
    "a never closed bold does not swallow blocks": ("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
    "a term and its definition": ("<dl><dt>You</dt><dd>The user</dd></dl>", "You\n\nThe user"),
}


@pytest.mark.parametrize(("html", "expected"), STRUCTURES.values(), ids=STRUCTURES.keys())
def test_structure_is_kept(html: str, expected: str) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>1. Scope</p>", "1\\. Scope"),
        ("<p># of users</p>", "\\# of users"),
        ("<p>5 * 3 [sic] C:\\dir</p>", "5 \\* 3 \\[sic\\] C:\\\\dir"),
        ("<p>the _ga cookie, a_b and Name: ____ </p>", "the \\_ga cookie, a_b and Name: ____"),
        ("<p>&lt;script&gt; if a &lt; b</p>", "\\<script> if a < b"),
        ("<p>AT&amp;T &amp;copy;</p>", "AT&T \\&copy;"),
    ],
)
def test_text_that_looks_like_markup_is_escaped_and_other_text_is_not(html: str, expected: str) -> None:
    assert markdown(html) == expected


LINKS = {
    "relative links become absolute": ("/terms", "[x](https://lanternfish.example/terms)"),
    "so do those relative to the page": ("terms", "[x](https://lanternfish.example/legal/terms)"),
    "tracking goes": ("/t?utm_source=a&v=2&gclid=9", "[x](https://lanternfish.example/t?v=2)"),
    "sessions go": ("/t;jsessionid=8F2A?a=1", "[x](https://lanternfish.example/t?a=1)"),
    "other parameters stay as they are": ("/t?b=%20x&a", "[x](https://lanternfish.example/t?b=%20x&a)"),
    "mail": ("mailto:dpo@lanternfish.example", "[x](mailto:dpo@lanternfish.example)"),
    "an address that is plain": ("https://b.example/a/b.html", "[x](https://b.example/a/b.html)"),
    "a path with steps back": ("/a/../b", "[x](https://lanternfish.example/b)"),
    "a place in the page": ("#rights", "[x](https://lanternfish.example/legal/privacy#rights)"),
    "a place named by a machine": ("#h_8c1f00b2d4e6", "x"),
    "scripts": ("javascript:void(0)", "x"),
    "nothing": ("", "x"),
    "characters that would end the link": ("/a (1)", "[x](https://lanternfish.example/a%20%281%29)"),
    "broken addresses": ("https://[oops", "x"),
}


@pytest.mark.parametrize(("href", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links_are_absolute_and_stable(href: str, expected: str) -> None:
    assert markdown(f'<p><a href="{href}">x</a></p>') == expected


def test_links_are_relative_to_the_base_a_page_declares() -> None:
    page = '<head><base href="https://cdn.lanternfish.example/docs/"></head><body><a href=x>x</a></body>'
    assert read(page, {"select": "body"}).markdown == "[x](https://cdn.lanternfish.example/docs/x)"


def test_a_page_without_a_known_address_keeps_its_links_as_they_are() -> None:
    assert markdown("<a href=/terms>x</a>", url="") == "[x](/terms)"


@pytest.mark.parametrize(
    "permalink",
    [
        '<a class=anchor href="#rights">#</a>',
        '<a class=anchor href="#rights" aria-label="Link to this heading"><svg><path/></svg></a>',
        '<a href="#rights">¶</a>',
        '<a id="x9f"></a>',
        "\u200b",
    ],
)
def test_a_heading_is_only_its_text(permalink: str) -> None:
    assert markdown(f"<h2 id=rights>Your rights{permalink}</h2>") == "## Your rights"
    assert markdown(f"<h2 id=rights>{permalink}Your rights</h2>") == "## Your rights"


def test_a_heading_that_links_to_itself_is_plain() -> None:
    assert markdown("<h2><a href='#rights'>Your rights</a></h2>") == "## Your rights"


def test_a_heading_keeps_its_text_where_its_link_is_broken() -> None:
    assert markdown("<h2><a href='https://[oops#rights'>Your rights</a></h2>") == "## Your rights"


def test_two_renders_of_a_page_give_the_same_markdown() -> None:
    page = (
        '<p id=":r{n}:">Write to <a href="/cdn-cgi/l/email-protection#{mail}"><span class="__cf_email__" '
        'data-cfemail="{mail}">[email&#160;protected]</span></a> or <a href="/form?sid={n}&utm_id={n}">here</a>.'
        '</p><h2 id="h{n}">End<a href="#h{n}">#</a></h2>'
    )
    first, second = (
        markdown(page.format(n=n, mail=(bytes([n]) + bytes(c ^ n for c in b"dpo@a.example")).hex()))
        for n in (17, 90)
    )
    assert first == second
    assert first.startswith("Write to dpo@a.example or [here](https://lanternfish.example/form).")


def test_joiners_stay_where_scripts_need_them() -> None:
    assert markdown("<p>می\u200cخواهیم and so\u200d on\u200b</p>") == "می\u200cخواهیم and so on"
