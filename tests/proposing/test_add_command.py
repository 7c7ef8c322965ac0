"""``termscape add``: a page of a real server on this machine in, a declaration out; and what it says when there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.running import Termscape
from found_pages import CLAUSES, HUB, SHELL, WALL, policy_page

from assets.home import Home
from assets.sources.in_force import SAMPLE_FOLDER
from assets.sources.registry import load_platforms
from tests.pipeline.sites import Page, Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.pages["/legal/privacy"] = Page(policy_page())
    site.pages["/robots.txt"] = Page(
        "User-agent: *\nDisallow: /closed\n", headers={"Content-Type": "text/plain"}
    )
    yield site
    site.close()


@pytest.fixture
def quick(home: Home) -> Home:
    """A live home that asks without pauses."""
    home.claim("live")
    (home.path / "fetching.yaml").write_text("delay_seconds: 0\ntries: 1\n", encoding="utf-8")
    return home


def test_a_page_becomes_a_declaration_that_can_be_checked(
    termscape: Termscape, quick: Home, site: Site, tmp_path: Path
) -> None:
    said = termscape("add", f"{site.url}/legal/privacy", "--private-address", "--home", quick.path)
    assert said.returncode == 0, said.stderr
    assert "platform    Lumora (from the page's og:site_name)" in said.stdout
    assert "Privacy Policy (sure" in said.stdout and "dated 2026-05-01" in said.stdout
    assert "| # Privacy Policy" in said.stdout and CLAUSES[-1] in said.stdout
    assert "Nothing was written" in said.stderr and not quick.platforms.exists()
    declaration = said.stdout[said.stdout.index("name: Lumora") :]
    assert f"# Terms of Service: {site.url}/legal/terms" in declaration
    (tmp_path / "declared").mkdir()
    (tmp_path / "declared" / "lumora.yaml").write_text(declaration, encoding="utf-8")
    [lumora], problems = load_platforms(tmp_path / "declared")
    [source] = lumora.declarations[0].sources
    assert problems == []
    assert (source.url, source.select, source.private_address) == (
        f"{site.url}/legal/privacy",
        ("#policy-content",),
        True,
    )
    assert site.paths_asked() == ["/legal/privacy"]


def test_written_it_is_what_the_home_watches_and_a_second_time_it_says_so(
    termscape: Termscape, quick: Home, site: Site
) -> None:
    command = ["add", f"{site.url}/legal/privacy", "--private-address", "--home", quick.path, "--write"]
    written = json.loads(termscape(*command, "--json").stdout)
    assert written["written"] == str(quick.platforms / "lumora.yaml")
    assert written["terms_type"] == "Privacy Policy" and written["pages"][0]["chosen"]["select"] == [
        "#policy-content"
    ]
    listed = termscape("sources", "list", "--home", quick.path, "--platform", "Lumora").stdout
    assert "Privacy Policy" in listed
    before = (quick.platforms / "lumora.yaml").read_bytes()
    again = termscape(*command)
    assert again.returncode == 2 and "is declared already" in again.stdout
    assert "a Privacy Policy is declared there already. With --yes" in again.stderr
    assert (quick.platforms / "lumora.yaml").read_bytes() == before
    other = termscape(*command, "--yes", "--select", "body", "--remove", "footer")
    assert other.returncode == 0 and "select: body" in (quick.platforms / "lumora.yaml").read_text("utf-8")


def test_several_pages_are_one_document(termscape: Termscape, quick: Home, site: Site) -> None:
    site.pages["/legal/annex"] = Page(policy_page("Privacy annex", clauses=CLAUSES[::-1]))
    said = termscape(
        "add", f"{site.url}/legal/privacy", "--combine", f"{site.url}/legal/annex", "--private-address",
        "--platform", "Tarnfold", "--terms-type", "Privacy Policy", "--home", quick.path,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "name: Tarnfold" in said.stdout and "(as you say)" in said.stdout
    assert f"    combine:\n      - {site.url}/legal/privacy\n      - {site.url}/legal/annex\n" in said.stdout


def test_where_it_redirects_the_place_it_leads_to_is_proposed(
    termscape: Termscape, quick: Home, site: Site
) -> None:
    site.pages["/privacy"] = Page("", 302, {"Location": "/legal/privacy"})
    said = termscape("add", f"{site.url}/privacy", "--private-address", "--home", quick.path)
    assert f"{site.url}/privacy leads to {site.url}/legal/privacy, which is proposed." in said.stdout
    assert f"fetch: {site.url}/legal/privacy\n" in said.stdout


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (Page("nothing", 404), 3, "HTTP status 404 Not Found. Is the address right?"),
        (Page(WALL, 403), 1, "HTTP status 403 Forbidden. It may keep robots out. Save it with a browser"),
        (Page(WALL), 1, "is kept from us"),
        (
            Page(SHELL),
            1,
            "Pages are not rendered here. Save it with a browser and give the file with --from.",
        ),
        (Page(HUB), 1, "It links to 3 documents, listed above: add those you want one by one."),
        (Page("{}", headers={"Content-Type": "application/json"}), 1, "answers with application/json"),
        (Page(reset=True), 1, "Try again later, or: save it with a browser"),
    ],
    ids=["no page", "forbidden", "bot wall", "empty shell", "hub", "no text", "reset"],
)
def test_what_is_no_policy_is_told_with_what_to_do_and_never_written(
    termscape: Termscape, quick: Home, site: Site, page: Page, code: int, said: str
) -> None:
    site.pages["/legal/privacy"] = page
    finished = termscape(
        "add", f"{site.url}/legal/privacy", "--private-address", "--write", "--home", quick.path
    )
    assert finished.returncode == code and said in finished.stderr, finished.stderr
    assert not quick.platforms.exists()


def test_what_may_not_be_asked_is_not(termscape: Termscape, quick: Home, site: Site) -> None:
    refused = termscape("add", f"{site.url}/legal/privacy", "--home", quick.path)
    assert refused.returncode == 2 and "--private-address" in refused.stderr
    robots = termscape("add", f"{site.url}/closed", "--private-address", "--home", quick.path)
    assert robots.returncode == 1 and "robots.txt" in robots.stderr and "Nothing was fetched" in robots.stderr
    assert site.paths_asked() == []
    for wrong, meant in [
        ("lumora.example/terms", "https://lumora.example/terms"),
        ("ftp://lumora.example", "https://"),
    ]:
        said = termscape("add", wrong, "--home", quick.path)
        assert said.returncode == 2 and f"was expected, such as {meant}" in said.stderr


def test_a_page_saved_from_a_browser_is_read_without_the_network(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    (tmp_path / "saved.html").write_text(policy_page("Terms of Use"), encoding="utf-8")
    said = termscape(
        "add", "https://lumora.example/t", "--from", tmp_path / "saved.html", "--home", home.path
    )
    assert said.returncode == 0 and "fetch: https://lumora.example/t\n" in said.stdout
    missing = termscape("add", "https://lumora.example/t", "--from", tmp_path / "absent.html")
    assert missing.returncode == 2 and "absent.html: cannot be read" in missing.stderr


def test_a_pdf_is_declared_whole_and_another_language_is_asked_for(
    termscape: Termscape, home: Home, tmp_path: Path
) -> None:
    pdf = next(SAMPLE_FOLDER.rglob("*.pdf"))
    said = termscape("add", "https://lumora.example/terms.pdf", "--from", pdf, "--home", home.path)
    assert said.returncode == 0 and "is a PDF: it is read whole" in said.stdout, said.stderr
    assert "https://lumora.example/terms.pdf\n" in said.stdout and "select:" not in said.stdout
    german = [
        "Wir verarbeiten personenbezogene Daten nur, soweit dies zur Erfüllung des Vertrags mit Ihnen nötig ist.",
        "Sie haben das Recht, der Verarbeitung Ihrer Daten jederzeit zu widersprechen oder Auskunft zu verlangen.",
        "Wir speichern Ihre Daten dreißig Tage lang, nachdem Sie Ihr Konto geschlossen haben, und löschen sie dann.",
    ]
    (tmp_path / "saved.html").write_text(
        policy_page("Datenschutzerklärung", clauses=german), encoding="utf-8"
    )
    said = termscape(
        "add", "https://lumora.example/de#top", "--from", tmp_path / "saved.html", "--home", home.path
    )
    assert "Privacy Policy (sure" in said.stdout
    assert (
        "    fetch: https://lumora.example/de\n    select: '#policy-content'\n    language: de\n"
        in said.stdout
    )


def test_who_writes_and_names_no_home_means_the_usual_one_for_real_platforms(
    termscape: Termscape, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Home("data/sample").claim("sample")
    (tmp_path / "saved.html").write_text(policy_page(), encoding="utf-8")
    said = termscape("add", "https://lumora.example/privacy?utm_source=x", "--from", "saved.html", "--write")
    assert said.returncode == 0, said.stderr
    assert "fetch: https://lumora.example/privacy\n" in Path("data/live/platforms/lumora.yaml").read_text(
        "utf-8"
    )
    refused = termscape(
        "add", "https://lumora.example/p", "--from", "saved.html", "--write", "--home", "data/sample"
    )
    assert refused.returncode == 73 and "invented" in refused.stderr


def test_wishes_that_cannot_be_met_are_told_before_anything_is_asked_twice(
    termscape: Termscape, quick: Home, tmp_path: Path
) -> None:
    (tmp_path / "saved.html").write_text(policy_page(), encoding="utf-8")
    command = ["add", "https://lumora.example/p", "--from", tmp_path / "saved.html", "--home", quick.path]
    for options, expected in [
        (["--terms-type", "Cookie Policy"], "did you mean 'Trackers Policy'?"),
        (["--select", "div >"], "is not a CSS selector"),
        (["--select", ".absent"], "gives no text"),
        (["--remove", "nav"], "--remove says what to leave out of what --select names"),
        (["--platform", "!!"], "no id can be made"),
    ]:
        said = termscape(*command, *options)
        assert said.returncode == 2 and expected in said.stderr, said.stderr
