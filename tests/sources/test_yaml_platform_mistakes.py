"""Mistakes in a platform's YAML file: each is answered with file, line and what was expected."""

import platform_files
import pytest

from assets.sources.yaml_platforms import read_yaml_platform

check = platform_files.check


MISTAKES = {
    "a mistyped key": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n    selct: main\n",
        5,
        "unknown key 'selct'",
        "did you mean select?",
    ),
    "a mistyped key of the platform": (
        "name: Lumora\ndocumnts: {}\ndocuments: {}\n",
        2,
        "unknown key 'documnts'",
        "did you mean documents?",
    ),
    "no name": ("documents: {}\n", 1, "name is missing", "add name"),
    "a name YAML takes for something else": ("documents: {}\nname: No\n", 2, "not false", "quotes"),
    "a name that gives no id": ("name: '!!!'\ndocuments: {}\n", 1, "no letter or digit", ""),
    "no documents": ("name: Lumora\n", 1, "documents is missing", "add documents:"),
    "documents that are a list": (
        "name: Lumora\ndocuments:\n  - https://l.example/p\n",
        2,
        "a mapping of terms types was expected, not a list",
        "",
    ),
    "no address": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    select: main\n",
        3,
        "fetch is missing",
        "add fetch",
    ),
    "no address of a combined page": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    combine:\n      - select: main\n",
        5,
        "fetch is missing",
        "",
    ),
    "an address that is none": (
        "name: Lumora\ndocuments:\n  Privacy Policy: lumora.example/privacy\n",
        3,
        "https:// was expected, not the text 'lumora.example/privacy'",
        "",
    ),
    "an address of a local file": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: file:///etc/hosts\n",
        4,
        "https:// was expected",
        "",
    ),
    "a selector that cannot be parsed": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n"
        "    remove:\n      - nav\n      - 'div >'\n",
        7,
        "'div >' is not a CSS selector",
        "brackets",
    ),
    "a range without an end": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n"
        "    select: {startBefore: h1}\n",
        5,
        "exactly one of endBefore and endAfter",
        "",
    ),
    "a range with a mistyped boundary": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n"
        "    select: {startBefore: h1, endbefor: h2, endAfter: h3}\n",
        5,
        "'endbefor' is not part of a range selector",
        "did you mean endBefore?",
    ),
    "nothing selected": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n    select: []\n",
        5,
        "the list is empty",
        "",
    ),
    "a flag that is text": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    fetch: https://l.example/p\n"
        "    executeClientScripts: sometimes\n",
        5,
        "true or false was expected, not the text 'sometimes'",
        "",
    ),
    "nothing to combine": (
        "name: Lumora\ndocuments:\n  Privacy Policy:\n    combine: []\n",
        4,
        "a list of pages was expected",
        "",
    ),
    "a document declared twice": (
        "name: Lumora\ndocuments:\n  Privacy Policy: https://l.example/p\n"
        "  Privacy Policy: https://l.example/q\n",
        4,
        "already declared in line 3",
        "keep one",
    ),
    "a key that stands twice": (
        "name: Lumora\nname: Lumora\ndocuments: {}\n",
        2,
        "the key 'name' stands here a second time",
        "keep one",
    ),
    "Norway, which YAML reads as false": (
        "name: Lumora\njurisdiction: NO\ndocuments: {}\n",
        2,
        "a code like EU, FR or US-CA was expected, not false",
        'put quotes around it: "NO"',
    ),
    "a language that is no code": (
        "name: Lumora\nlanguage: English\ndocuments: {}\n",
        2,
        "a code like en or pt-BR was expected",
        "",
    ),
    "absences without the day": (
        "name: Lumora\ndocuments: {}\nnone: [Trackers Policy]\n",
        3,
        "with the day someone checked were expected, not a list",
        "none: {Trackers Policy: 2026-05-01}",
    ),
    "a day that is none": (
        "name: Lumora\ndocuments: {}\nnone:\n  Trackers Policy: 2026-02-30\n",
        4,
        "the day on which 'Trackers Policy' was looked for was expected",
        "2026-05-01",
    ),
    "a day that has not come": (
        "name: Lumora\ndocuments: {}\nnone:\n  Trackers Policy: 2026-06-02\n",
        4,
        "has not come yet",
        "",
    ),
    "an absence of what is declared": (
        "name: Lumora\ndocuments:\n  Privacy Policy: https://l.example/p\n"
        "none:\n  Privacy Policy: 2026-05-01\n",
        5,
        "cannot be both",
        "",
    ),
    "a past declaration without its end": (
        "name: Lumora\ndocuments: {}\nhistory:\n  Privacy Policy:\n    - fetch: https://l.example/p\n",
        5,
        "validUntil is missing",
        "add validUntil",
    ),
    "a past declaration with an end nobody can read": (
        "name: Lumora\ndocuments: {}\nhistory:\n  Privacy Policy:\n"
        "    - fetch: https://l.example/p\n      validUntil: last spring\n",
        6,
        "a date was expected, not the text 'last spring'",
        "2024-05-02T00:30:06Z",
    ),
    "two past declarations with the same end": (
        "name: Lumora\ndocuments: {}\nhistory:\n  Privacy Policy:\n"
        "    - {fetch: 'https://l.example/p', validUntil: 2024-05-02}\n"
        "    - {fetch: 'https://l.example/q', validUntil: 2024-05-02}\n",
        6,
        "line 5 already ends at the same instant",
        "",
    ),
    "text that is not YAML": ("name: Lumora\ndocuments: {Privacy Policy: [\n", 3, "this is not YAML", ""),
    "a character no text has": ("name: Lumora\ndocuments: \x07\n", 2, "this is not YAML", ""),
    "a list instead of a platform": ("- name: Lumora\n", 1, "a mapping with name and documents", ""),
    "an empty file": ("", 1, "name is missing", ""),
    "a value within itself": ("name: Lumora\ndocuments: &all\n  x: *all\n", 2, "contains itself", ""),
    "an instruction to run Python": ("name: !!python/name:os.system\n", 1, "name: text", ""),
}


@pytest.mark.parametrize("text,line,message,fix", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_reported_with_file_line_and_what_was_expected(
    check, tmp_path, text, line, message, fix
):
    _, problems = check(text)
    (problem,) = [problem for problem in problems if problem.severity == "error"]
    assert problem.file == str(tmp_path / "lumora.yaml")
    assert problem.line == line
    assert message in problem.message
    assert fix in problem.fix


def test_all_mistakes_are_reported_and_what_is_right_is_used(check):
    platform, problems = check("""\
        name: Lumora
        documents:
          Privacy Policy: {fetch: 'lumora', selct: main, remove: ['..']}
          Terms of Service: https://lumora.example/terms
          Imprint: 12
        """)
    assert [problem.line for problem in problems] == [3, 3, 3, 5]
    assert platform is not None
    assert [declaration.terms_type for declaration in platform.declarations] == ["Terms of Service"]


def test_a_mistake_in_the_defaults_leaves_out_every_document_that_would_take_them(check):
    platform, (problem,) = check("""\
        name: Lumora
        defaults: {select: 'main >'}
        documents:
          Privacy Policy: https://lumora.example/privacy
        """)
    assert problem.line == 2
    assert platform is not None
    assert platform.declarations == ()


@pytest.mark.parametrize(
    "written,meant",
    [
        ("Privacy Polcy", "Privacy Policy"),
        ("Cookie Policy", "Trackers Policy"),
        ("Terms of Use", "Terms of Service"),
        ("Parent Organization Terms", "Terms of Service"),
    ],
)
def test_an_unknown_terms_type_is_used_with_a_warning_that_names_the_nearest(check, written, meant):
    platform, (problem,) = check(f"name: Lumora\ndocuments:\n  {written}: https://lumora.example/x\n")
    assert platform.declarations[0].terms_type == written
    assert (problem.severity, problem.line, problem.fix) == ("warning", 3, f"did you mean {meant}?")


def test_a_problem_reads_like_a_compilers_message(check, tmp_path):
    _, (problem,) = check("name: Lumora\ndocuments: {}\nhomepge: https://lumora.example\n")
    path = tmp_path / "lumora.yaml"
    assert str(problem) == f"{path}:3: error: unknown key 'homepge' (did you mean homepage?)"


def test_a_file_that_is_not_text_is_named_instead_of_raising(tmp_path):
    path = tmp_path / "lumora.yaml"
    path.write_bytes(b"name: Lumora\ndocuments:\n  \xff\xfe: x\n")
    platform, (problem,) = read_yaml_platform(path)
    assert platform is None
    assert (problem.line, problem.message) == (3, "the file is not UTF-8 text")


def test_aliases_cannot_be_used_to_exhaust_memory(check):
    levels = "\n".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]" for n in range(1, 30))
    _, problems = check(f"name: Lumora\ndocuments: {{}}\nb0: &b0 [x]\n{levels}\n")
    assert {problem.message for problem in problems} == {f"unknown key 'b{n}'" for n in range(30)}


def test_an_address_with_a_password_is_refused_before_it_is_archived(tmp_path):
    path = tmp_path / "lumora.yaml"
    path.write_text("name: Lumora\ndocuments:\n  Terms of Service: https://me:secret@lumora.example/terms\n")
    platform, [problem] = read_yaml_platform(path)
    assert platform.declarations == ()
    assert (problem.line, problem.severity) == (3, "error")
    assert "password" in problem.message and "secret" not in str(problem)
