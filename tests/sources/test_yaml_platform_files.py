"""A YAML file a platform: what can be written in one."""

from datetime import UTC, datetime

import platform_files
import pytest

from assets.sources.model import Declaration, Platform, RangeSelector, SourceDocument
from assets.sources.yaml_platforms import read_yaml_platform

read = platform_files.read


def _only(platform: Platform) -> SourceDocument:
    (declaration,) = platform.declarations
    (page,) = declaration.sources
    return page


def test_a_document_can_be_just_its_address(read):
    platform = read("""\
        name: Lumora
        documents:
          Privacy Policy: https://lumora.example/privacy
        """)
    assert platform.name == "Lumora"
    assert platform.platform_id == "lumora"
    assert platform.declarations == (
        Declaration(
            platform="Lumora",
            terms_type="Privacy Policy",
            sources=(SourceDocument(source_id="main", url="https://lumora.example/privacy"),),
            origin="lumora.yaml",
        ),
    )


def test_a_document_says_which_part_of_the_page_is_the_policy(read):
    page = _only(
        read("""\
        name: Lumora
        documents:
          Privacy Policy:
            fetch: https://lumora.example/privacy
            select: [h1, {startBefore: '#intro', endAfter: '#contact'}]
            remove: .share
            removeQueryParams: [utm_source, ref]
            executeClientScripts: true
        """)
    )
    assert page.select == ("h1", RangeSelector(start_before="#intro", end_after="#contact"))
    assert page.remove == (".share",)
    assert page.remove_query_params == ("utm_source", "ref")
    assert page.execute_client_scripts


def test_defaults_hold_for_every_document_that_says_nothing_else(read):
    platform = read("""\
        name: Lumora
        defaults: {select: main, remove: [.share], executeClientScripts: true}
        documents:
          Privacy Policy: https://lumora.example/privacy
          Terms of Service:
            fetch: https://lumora.example/terms
            select: article
            remove: []
            executeClientScripts: false
        """)
    privacy, terms = (declaration.sources[0] for declaration in platform.declarations)
    assert (privacy.select, privacy.remove, privacy.execute_client_scripts) == (("main",), (".share",), True)
    assert (terms.select, terms.remove, terms.execute_client_scripts) == (("article",), (), False)


def test_a_document_can_combine_pages_which_take_what_they_do_not_say_from_it(read):
    platform = read("""\
        name: Lumora
        documents:
          Community Guidelines:
            select: main
            remove: [nav]
            combine:
              - https://lumora.example/rules/
              - fetch: https://lumora.example/rules/minors
                remove: [aside]
        """)
    first, second = platform.declarations[0].sources
    assert (first.source_id, first.select, first.remove) == ("rules", ("main",), ("nav",))
    assert (second.source_id, second.select, second.remove) == ("rules-minors", ("main",), ("aside",))


def test_pages_of_one_document_have_different_ids_even_where_their_paths_are_equal(read):
    platform = read("""\
        name: Lumora
        documents:
          Terms of Service:
            combine:
              - https://lumora.example/terms?part=1
              - https://lumora.example/terms?part=2
              - https://help.lumora.example/terms
              - {fetch: 'https://help.lumora.example/terms', select: aside}
              - {fetch: 'https://help.lumora.example/terms', select: footer}
        """)
    ids = [page.source_id for page in platform.declarations[0].sources]
    assert ids[:3] == ["terms", "terms-part-2", "terms-help.lumora.example"]
    assert len(set(ids)) == 5


def test_jurisdiction_and_language_are_the_platforms_unless_a_document_has_its_own(read):
    platform = read("""\
        name: Lumora
        jurisdiction: US
        language: en
        documents:
          Privacy Policy: https://lumora.example/privacy
          Imprint: {fetch: https://lumora.example/impressum, jurisdiction: EU, language: de}
        """)
    assert [(d.jurisdiction, d.language) for d in platform.declarations] == [("US", "en"), ("EU", "de")]


def test_types_that_do_not_exist_are_stated_with_the_day_someone_looked(read):
    platform = read("""\
        name: Lumora
        documents:
          Privacy Policy: https://lumora.example/privacy
        none:
          Trackers Policy: 2026-05-01
        """)
    assert platform.absent == {"Trackers Policy": "2026-05-01"}


def test_past_declarations_are_in_force_up_to_and_at_their_last_instant(read):
    platform = read("""\
        name: Lumora
        defaults: {select: main}
        documents:
          Privacy Policy: https://lumora.example/privacy
        history:
          Privacy Policy:
            - {fetch: 'https://lumora.example/p2', validUntil: 2025-03-01T12:00:00+02:00}
            - {fetch: 'https://lumora.example/p1', validUntil: 2024-01-31}
        """)

    def url(*at: int) -> str:
        declaration = platform.in_force("Privacy Policy", datetime(*at, tzinfo=UTC))
        assert declaration is not None
        return declaration.sources[0].url

    assert url(2023, 1, 1).endswith("/p1")
    assert url(2024, 1, 31, 23, 59).endswith("/p1"), "a day alone means its end"
    assert url(2024, 2, 1).endswith("/p2")
    assert url(2025, 3, 1, 10, 0, 0).endswith("/p2"), "the last instant is included"
    assert url(2025, 3, 1, 10, 0, 1).endswith("/privacy")
    past = platform.in_force("Privacy Policy", datetime(2023, 1, 1, tzinfo=UTC))
    assert past is not None
    assert past.sources[0].select == (), "defaults are today's and do not reach into the past"


def test_a_platform_can_have_other_names_and_a_homepage(read):
    platform = read("""\
        name: Lumora
        aliases: [Lumora Labs]
        homepage: https://lumora.example
        documents: {}
        """)
    assert platform.aliases == ("Lumora Labs",)
    assert platform.homepage == "https://lumora.example"


@pytest.mark.parametrize(
    ("said", "hours"),
    [("daily", 24), ("weekly", 168), ("monthly", 720), ("12 hours", 12), ("1h", 1)],
)
def test_a_cadence_is_named_or_counted_in_hours(tmp_path, said, hours):
    path = tmp_path / "lumora.yaml"
    path.write_text(
        f"name: Lumora\ncadence: {said}\ndocuments:\n  Terms of Service: https://lumora.example/terms\n"
        "  Privacy Policy: {fetch: https://lumora.example/privacy, cadence: 6 hours}\n"
    )
    platform, problems = read_yaml_platform(path)
    assert problems == []
    assert [each.cadence_hours for each in platform.declarations] == [hours, 6]


@pytest.mark.parametrize("said", ["hourly", "0 hours", "99999 hours", "true", "[daily]"])
def test_a_cadence_that_means_nothing_is_named_with_its_line(tmp_path, said):
    path = tmp_path / "lumora.yaml"
    path.write_text(
        f"name: Lumora\ncadence: {said}\ndocuments:\n  Terms of Service: https://lumora.example/terms\n"
    )
    platform, [problem] = read_yaml_platform(path)
    assert problem.line == 2 and "weekly" in problem.message
    assert platform.declarations == (), "it would be looked at in another way than was meant"


def test_robots_txt_is_passed_over_only_with_a_reason_in_words(tmp_path):
    path = tmp_path / "lumora.yaml"
    path.write_text(
        "name: Lumora\ndocuments:\n  Terms of Service:\n    fetch: https://lumora.example/terms\n    ignoreRobots: true\n"
    )
    _, [problem] = read_yaml_platform(path)
    assert problem.line == 5 and "reason in words" in problem.message
