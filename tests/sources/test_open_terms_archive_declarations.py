"""Open Terms Archive's declarations, as they are: JSON a service, history beside it, old forms included."""

import json
from datetime import UTC, datetime

import pytest

from assets.sources.model import RangeSelector
from assets.sources.open_terms_archive import read_service

PAGE = {"fetch": "https://velotalk.example/privacy", "select": "main"}


@pytest.fixture
def service(tmp_path):
    """Return a reader of a service's files given as data."""

    def read(declaration, history=None, name="Velotalk"):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(declaration, indent=2), encoding="utf-8")
        if history is not None:
            (tmp_path / f"{name}.history.json").write_text(json.dumps(history, indent=2), encoding="utf-8")
        return read_service(path)

    return read


def _terms(**page):
    return {"name": "Velotalk", "terms": {"Privacy Policy": {**PAGE, **page}}}


def _page(platform):
    return platform.declarations[0].sources[0]


@pytest.mark.parametrize("key", ["terms", "documents"])
def test_terms_are_read_under_their_present_and_their_old_key(service, key):
    platform, problems = service({"name": "Velotalk", key: {"Privacy Policy": PAGE}})
    assert problems == []
    (declaration,) = platform.declarations
    assert declaration.document_id == "velotalk/privacy-policy"
    assert declaration.origin == "Velotalk.json"
    assert declaration.sources[0].source_id == "main"
    assert declaration.sources[0].select == ("main",)


def test_the_file_name_is_the_id_under_which_versions_are_kept_and_the_name_an_alias(service):
    platform, problems = service({"name": "微聊", "terms": {"Privacy Policy": PAGE}}, name="Weiliao Chat")
    assert problems == []
    assert (platform.name, platform.platform_id) == ("Weiliao Chat", "weiliao-chat")
    assert platform.aliases == ("微聊",)


def test_selectors_can_be_text_ranges_or_lists_of_both(service):
    platform, _ = service(
        _terms(
            select=["h1", {"startAfter": "#a", "endBefore": "#b"}],
            remove={"startBefore": "nav", "endAfter": "nav"},
        )
    )
    assert _page(platform).select == ("h1", RangeSelector(start_after="#a", end_before="#b"))
    assert _page(platform).remove == (RangeSelector(start_before="nav", end_after="nav"),)


def test_the_terms_settings_are_defaults_for_the_pages_they_combine(service):
    platform, problems = service(
        {
            "name": "Velotalk",
            "terms": {
                "Community Guidelines": {
                    "fetch": "https://velotalk.example/rules",
                    "select": "main",
                    "remove": "nav",
                    "filter": [{"removeQueryParams": ["utm_source"]}],
                    "executeClientScripts": True,
                    "combine": [
                        {},
                        {
                            "fetch": "https://velotalk.example/rules/live/",
                            "select": "article",
                            "remove": [],
                            "filter": [],
                            "executeClientScripts": False,
                        },
                    ],
                }
            },
        }
    )
    assert problems == []
    first, second = platform.declarations[0].sources
    assert (first.source_id, first.url) == ("rules", "https://velotalk.example/rules")
    assert (first.select, first.remove, first.remove_query_params) == (("main",), ("nav",), ("utm_source",))
    assert first.execute_client_scripts
    assert (second.source_id, second.select) == ("rules-live", ("article",))
    assert (second.remove, second.remove_query_params) == ((), ())
    assert not second.execute_client_scripts


@pytest.mark.parametrize("parameters", [["utm_source", "ref"], "ref"])
def test_the_built_in_filter_is_understood_with_one_parameter_or_several(service, parameters):
    platform, problems = service(_terms(filter=[{"removeQueryParams": parameters}]))
    assert problems == []
    assert "ref" in _page(platform).remove_query_params
    assert _page(platform).unsupported == ()


def test_javascript_filters_are_reported_as_not_run_for_each_document(service):
    platform, problems = service(_terms(filter=["removeClock", {"dropRows": {"after": 3}}]))
    first, second = _page(platform).unsupported
    assert "removeClock" in first
    assert "dropRows" in second
    assert [(problem.severity, problem.line) for problem in problems] == [("warning", 8), ("warning", 9)]


def test_the_built_in_filter_without_parameters_removes_nothing_and_says_so(service):
    platform, (problem,) = service(_terms(filter=["removeQueryParams"]))
    assert _page(platform).remove_query_params == ()
    assert (problem.severity, problem.line) == ("warning", 8)


def test_a_pdf_needs_no_selector_and_a_page_without_one_gets_a_warning(service):
    platform, (problem,) = service(
        {
            "name": "Velotalk",
            "terms": {
                "Terms of Service": {"fetch": "https://velotalk.example/Terms.PDF?v=2"},
                "Privacy Policy": {"fetch": "https://velotalk.example/privacy"},
            },
        }
    )
    assert len(platform.declarations) == 2
    assert (problem.severity, problem.line) == ("warning", 7)
    assert "select is missing" in problem.message


def test_a_service_that_ended_has_no_terms_and_keeps_its_history(service):
    platform, problems = service(
        {"name": "Velotalk", "terms": {}},
        {"Privacy Policy": [{**PAGE, "validUntil": "2024-01-30T00:30:15Z"}]},
    )
    assert problems == []
    assert platform.in_force("Privacy Policy") is None
    assert platform.in_force("Privacy Policy", datetime(2024, 1, 1, tzinfo=UTC)) is not None
    assert platform.in_force("Privacy Policy", datetime(2024, 1, 31, tzinfo=UTC)) is None


def test_history_is_in_order_of_time_whatever_its_order_and_its_forms_of_dates(service):
    dates = [
        "2022-08-12T10:33:23+04:00",
        "2022-01-13T10:36:04+0100",
        "2020-12-08T16:00:00.000Z",
        "2021-05-03",
        "2021-02-23 14:30:00 +0100",
        "Mon, 15 Nov 2021 10:00:00 +0000",
        "Thu Jul 01 2021 09:00:00 GMT+0200 (Central European Summer Time)",
    ]
    history = [
        {"fetch": f"https://velotalk.example/{n}", "select": "main", "validUntil": text}
        for n, text in enumerate(dates)
    ]
    platform, problems = service(_terms(), {"Privacy Policy": history})
    assert problems == []
    ends = [declaration.valid_until for declaration in platform.declarations]
    assert ends == [
        datetime(2020, 12, 8, 16, tzinfo=UTC),
        datetime(2021, 2, 23, 13, 30, tzinfo=UTC),
        datetime(2021, 5, 3, tzinfo=UTC),
        datetime(2021, 7, 1, 7, tzinfo=UTC),
        datetime(2021, 11, 15, 10, tzinfo=UTC),
        datetime(2022, 1, 13, 9, 36, 4, tzinfo=UTC),
        datetime(2022, 8, 12, 6, 33, 23, tzinfo=UTC),
        None,
    ]


def test_a_past_declaration_is_in_force_at_its_last_instant_and_not_after(service):
    end = datetime(2024, 5, 2, 0, 30, 6, tzinfo=UTC)
    old = {**PAGE, "fetch": "https://velotalk.example/old", "validUntil": "2024-05-02T00:30:06Z"}
    platform, _ = service(_terms(), {"Privacy Policy": [old]})
    assert platform.in_force("Privacy Policy", end).sources[0].url.endswith("/old")
    assert platform.in_force("Privacy Policy", end.replace(microsecond=1)).sources[0].url.endswith("/privacy")
    assert platform.in_force("Privacy Policy").sources[0].url.endswith("/privacy")


def test_a_date_never_filled_in_is_reported_in_the_history_file(service, tmp_path):
    platform, (problem,) = service(_terms(), {"Privacy Policy": [{**PAGE, "validUntil": "to-be-determined"}]})
    assert len(platform.declarations) == 1
    assert problem.file == str(tmp_path / "Velotalk.history.json")
    assert problem.line == 6
    assert "not the text 'to-be-determined'" in problem.message


def test_a_key_of_a_newer_engine_is_an_error_and_the_rest_is_used(service):
    platform, (problem,) = service({**_terms(), "tags": ["video"]})
    assert (problem.severity, problem.line, problem.message) == ("error", 9, "unknown key 'tags'")
    assert len(platform.declarations) == 1


BROKEN = {
    "a comma too many": ('{\n  "name": "Velotalk",\n  "terms": {},\n}\n', 4, "a key in double quotes"),
    "a comma too few": ('{\n  "name": "Velotalk"\n  "terms": {}\n}\n', 3, "',' was expected"),
    "a missing colon": ('{\n  "name" "Velotalk"\n}\n', 2, "':' was expected"),
    "single quotes": ("{\n  'name': 'Velotalk'\n}\n", 2, "a key in double quotes"),
    "an end too early": ('{\n  "name": "Velotalk",\n  "terms": {\n', 4, "a key in double quotes"),
    "something after the end": ('{"name": "Velotalk", "terms": {}}\n}\n', 2, "follows the end"),
    "nothing": ("", 1, "this is not JSON"),
    "a list": ("[]\n", 1, "a mapping with name and documents was expected, not a list"),
    "no name": ('{\n  "terms": {}\n}\n', 1, "name is missing"),
    "no terms": ('{\n  "name": "Velotalk"\n}\n', 1, "terms is missing"),
    "a number as selector": (
        '{\n  "name": "V",\n  "terms": {\n    "Imprint": {\n      "fetch": "https://v.example/i",\n'
        '      "select": 7\n    }\n  }\n}\n',
        6,
        "a CSS selector, a range",
    ),
    "a filter that is no list": (
        '{\n  "name": "V",\n  "terms": {\n    "Imprint": {\n      "fetch": "https://v.example/i.pdf",\n'
        '      "filter": "clean"\n    }\n  }\n}\n',
        6,
        "filter: a list was expected",
    ),
    "a filter with two names": (
        '{\n  "name": "V",\n  "terms": {\n    "Imprint": {\n      "fetch": "https://v.example/i.pdf",\n'
        '      "filter": [\n        {"a": 1, "b": 2}\n      ]\n    }\n  }\n}\n',
        7,
        "a function's name or {name: parameters}",
    ),
    "a combined page within a combined page": (
        '{\n  "name": "V",\n  "terms": {\n    "Imprint": {\n      "combine": [\n'
        '        {"fetch": "https://v.example/i.pdf",\n         "combine": []}\n      ]\n    }\n  }\n}\n',
        7,
        "unknown key 'combine'",
    ),
    "a key that stands twice": (
        '{\n  "name": "V",\n  "terms": {\n    "Imprint": {\n      "fetch": "https://v.example/i.pdf",\n'
        '      "fetch": "https://v.example/j.pdf"\n    }\n  }\n}\n',
        6,
        "stands here a second time",
    ),
}


@pytest.mark.parametrize("text,line,message", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_its_line_and_what_was_expected(tmp_path, text, line, message):
    path = tmp_path / "Velotalk.json"
    path.write_text(text, encoding="utf-8")
    _, (problem,) = read_service(path)
    assert (problem.file, problem.line, problem.severity) == (str(path), line, "error")
    assert message in problem.message


def test_a_broken_history_does_not_take_the_present_with_it(tmp_path):
    (tmp_path / "Velotalk.json").write_text(json.dumps(_terms()), encoding="utf-8")
    (tmp_path / "Velotalk.history.json").write_text("{", encoding="utf-8")
    platform, (problem,) = read_service(tmp_path / "Velotalk.json")
    assert len(platform.declarations) == 1
    assert problem.file.endswith("Velotalk.history.json")


def test_a_byte_order_mark_is_no_reason_to_refuse_a_file(tmp_path):
    path = tmp_path / "Velotalk.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(_terms()).encode())
    assert read_service(path)[1] == []
