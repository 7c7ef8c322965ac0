"""A page that is not the policy never passes for one; a real policy, however short, is never held."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.captures.judging import judge
from assets.captures.judging_words import WORDS_FILE, read_judging_words

URL = "https://nimbusfox.example/legal/terms"

SHORT_BUT_REAL = {
    "an imprint": """# Impressum

Nimbusfox GmbH, Beispielweg 4, 10115 Berlin

Vertreten durch die Geschäftsführerin Ada Beispiel. Handelsregister: HRB 00000, Registergericht Berlin.
Umsatzsteuer-Identifikationsnummer: DE000000000. E-Mail: post@nimbusfox.example
""",
    "a cookie notice": """# Cookie notice

Nimbusfox uses cookies that are needed to keep you signed in. We do not use cookies for advertising. You may
withdraw your consent to statistics cookies at any time in the settings of your account; we then delete them
within thirty days. No third party receives data from our cookies. Questions about this notice go to the
address below, and we answer them within two weeks of receiving them.
""",
    "a vulnerability disclosure policy": """# Reporting a vulnerability

If you find a vulnerability in Nimbusfox, report it to us before you disclose it to others. Do not access the
data of other users, do not degrade the service, and give us ninety days. We will not take legal action
against anyone who acts in good faith and in compliance with this policy.
""",
    "brand guidelines": """# Brand guidelines

You may use the Nimbusfox name and trademarks only as described in these guidelines. Do not alter the logo.
Do not suggest that we endorse your product. We may withdraw this permission at any time, and you must then
stop using the marks without delay.
""",
    "a Chinese notice": "# 隐私说明\n\n我们只在您同意的情况下收集和使用您的个人信息。未经您的授权，我们不得向第三方披露您的个人信息。",
    "a French notice": """# Mentions légales

Éditeur : Nimbusfox SAS, au capital social de 1 000 euros, siège social 1 rue de l'Exemple, Paris.
Directeur de la publication : Ada Exemple. Hébergeur : Nuage SARL. Conformément à la loi, vous disposez d'un
droit d'accès à vos données personnelles.
""",
}


@pytest.mark.parametrize("kind", SHORT_BUT_REAL)
def test_a_short_but_real_document_is_a_policy(kind: str) -> None:
    assert judge(SHORT_BUT_REAL[kind], url=URL).outcome == "policy"


NOT_A_POLICY = {
    "# 404\n\nSorry, the page you are looking for does not exist.\n\n[Home](/)": "soft_404",
    "# Seite nicht gefunden\n\nDie aufgerufene Adresse gibt es nicht mehr.": "soft_404",
    "# Page introuvable\n\nRetour à l'accueil": "soft_404",
    "# Página no encontrada\n\nVolver al inicio": "soft_404",
    "# 页面不存在\n\n返回首页": "soft_404",
    "Something went wrong. Please try again later.": "server_error",
    "You need to enable JavaScript to run this app.": "empty_shell",
    "Loading…": "empty_shell",
    "Thumbnails Document Outline Attachments Find: Previous Next Highlight all Match case Presentation Mode": "pdf_viewer",
    "": "empty",
    "# Nimbusfox Privacy Statement\n\nLast updated: March 2024\n\n[What's new?](/new)": "too_short",
}


@pytest.mark.parametrize("markdown", NOT_A_POLICY)
def test_an_error_page_or_shell_is_not_a_policy(markdown: str) -> None:
    judgement = judge(markdown, url=URL)
    assert (judgement.outcome, judgement.rule) == ("not_a_policy", NOT_A_POLICY[markdown])
    assert judgement.reason


WALLS = {
    "# Just a moment...\n\nVerify you are human by completing the action below. Ray ID: 8c1f0a2b3d4e5f60": "bot_wall",
    "# Access Denied\n\nYou don't have permission to access this page.": "bot_wall",
    "Nimbusfox is not available in your region. Join the waiting list.": "geo_block",
    "Sign in to continue. Email. Password. Forgot your password? Create an account": "login_wall",
    "请先登录\n\n忘记密码": "login_wall",
    "# Welcome back\n\nEmail\n\nPassword\n\nBy continuing you accept our terms and our privacy policy.": "login_wall",
    "# Connexion\n\nAdresse e-mail\n\nMot de passe\n\n[Créer un compte](/inscription)": "login_wall",
    "# One question first\n\nAre you of legal drinking age in your country? Yes. No. Please drink sensibly.": "age_gate",
    "# Altersabfrage\n\nSind Sie über 18? Ja. Nein.": "age_gate",
    "# Where should we ship?\n\nPlease choose your country.\n\nNorway\n\nMalta": "country_choice",
    "# Avant de poursuivre\n\nNous utilisons des traceurs. Tout accepter. Tout refuser.": "consent_wall",
    "# Nimbusfox and your data\n\nWe and our 300 partners store information. Accept all. Manage options.": "consent_wall",
}


@pytest.mark.parametrize("markdown", WALLS)
def test_a_wall_is_blocked_and_says_which(markdown: str) -> None:
    judgement = judge(markdown, url=URL)
    assert (judgement.outcome, judgement.rule) == ("blocked", WALLS[markdown])


def test_an_index_of_policies_is_not_a_policy() -> None:
    titles = [
        "Terms of Service",
        "Privacy Policy",
        "Usage Policy",
        "Cookie Policy",
        "Data Processing Addendum",
    ]
    links = "\n".join(
        f"- [{title} for {who}](/{n})"
        for n, who in enumerate(["consumers", "teams", "partners", "all"])
        for title in titles
    )
    page = f"# Welcome to our Legal Center\n\nBelow you find a quick overview of each document.\n\n{links}"
    assert judge(page, url=URL).rule == "index"


def test_a_few_links_make_an_index_of_a_page_that_calls_itself_one() -> None:
    page = (
        "# Help Center\n\nHow can we help? Type a word.\n\n[Billing](/b)\n\n[Exports](/e)\n\n[Teams](/t)\n\n"
    )
    assert (
        judge(page + "Write to us when none of these answers what you wanted to know. " * 6, url=URL).rule
        == "index"
    )


def test_a_list_of_contents_with_links_into_the_page_makes_no_index() -> None:
    contents = "\n".join(f"- [{n}. Privacy policy of part {n}]({URL}#p{n})" for n in range(30))
    clauses = (
        "You agree that we process personal data under this policy and may object to it at any time. " * 6
    )
    assert (
        judge(f"# Privacy Policy\n\n{contents}\n\n{clauses}", url=URL, terms_type="Privacy Policy").outcome
        == "policy"
    )


CLAUSES_LIKE_WALLS = {
    "errors": "An endpoint that was retired answers 404 Not Found; where something went wrong, try again later.",
    "robots": "We may ask you to verify you are human, and deny access where we see unusual traffic.",
    "logging in": "Please log in to change your settings. If you forgot your password, we send you a link.",
    "places": "Some features are not available in your country, and we may use your address to find out.",
    "age": "You must be at least 18 years old to enter this website. If you are not, leave it.",
    "cookies": "Before you continue we ask you to choose “Accept all” or “Reject all”; our partners respect it.",
}


@pytest.mark.parametrize("subject", CLAUSES_LIKE_WALLS)
def test_a_document_headed_by_its_name_may_open_with_what_a_wall_would_say(subject: str) -> None:
    page = f"# Terms of Service\n\n{CLAUSES_LIKE_WALLS[subject]} You agree to these terms by using Nimbusfox. We may terminate your account if you violate them, and you may cancel whenever you like. The law of Malta applies, and nothing here limits the rights that you have as a consumer."
    assert judge(page, url=URL, terms_type="Terms of Service").outcome == "policy"


OTHER_WRITING = {
    "an article": "# Why privacy matters to people who bake\n\nBy Ada Beispiel, 6 min read\n\nWhen I opened my bakery, nobody asked for an address. Today every oven has an account, and every account has questions.\n\n## Related posts\n\nBread and data\n\n## Leave a comment",
    "an advertisement for staff": "# Privacy counsel wanted\n\n## About the role\n\nYou advise our teams on contracts and consent, and you like to explain things twice.\n\n## What we offer\n\nA salary that you can live on. Apply now.",
    "an announcement": "# Änderung unserer Datenschutzerklärung\n\nAb Mai gilt eine neue Fassung. Sie finden sie auf unserer Internetseite, wo wir auch Ihre Fragen beantworten.",
    "a recipe": "# Lemon cake\n\n"
    + "Whisk the eggs and the sugar until they are pale, and fold in the flour with the zest of the lemon. "
    * 5,
}


@pytest.mark.parametrize("genre", OTHER_WRITING)
def test_other_writing_is_no_policy_even_if_its_heading_speaks_of_privacy(genre: str) -> None:
    judgement = judge(OTHER_WRITING[genre], url=URL, terms_type="Privacy Policy")
    assert judgement.outcome == "not_a_policy", judgement


def test_an_imprint_may_be_nothing_but_an_address_but_no_other_document_may() -> None:
    address = "# Imprint\n\nAda Beispiel, Beispielweg 4, 10115 Berlin, post@nimbusfox.example"
    assert judge(address, url=URL, terms_type="Imprint").outcome == "policy"
    assert judge(address, url=URL, terms_type="Privacy Policy").rule == "too_short"


def test_rules_of_a_community_need_no_legal_words() -> None:
    rules = "# House rules\n\n- Be kind.\n- Stay on topic.\n- Credit what you did not paint yourself.\n- Sell nothing here.\n- Tell us when somebody is not kind."
    assert judge(rules, url=URL, terms_type="Community Guidelines").outcome == "policy"


def test_a_redirect_to_a_log_in_is_a_wall_whatever_the_form_says() -> None:
    page = (
        "# Nimbusfox\n\nE-mail\n\nNext\n\n"
        + "The place where teams keep their foxes and their clouds together. " * 6
    )
    judgement = judge(page, url=URL, final_url="https://nimbusfox.example/signin?next=/legal/terms")
    assert (judgement.outcome, judgement.rule) == ("blocked", "login_wall")


def test_headings_underlined_and_lines_in_bold_name_a_document_too() -> None:
    clause = "Where access is denied we say why. You agree to pay what you order, and we deliver what you paid for."
    for heading in ("Terms of Sale\n=============", "**Terms of Sale**", "# Terms of Sale"):
        assert judge(f"{heading}\n\n{clause} {clause} {clause}", url=URL).outcome == "policy"


def test_a_list_of_processors_has_few_legal_words_and_is_still_a_policy() -> None:
    rows = "\n".join(
        f"Cloud {n} Inc. • Infrastructure\n\nWorldwide\n\nProducts: All products\n" for n in range(60)
    )
    assert (
        judge(
            rows, url="https://trust.nimbusfox.example/subprocessors", terms_type="Data Processor Agreement"
        ).outcome
        == "policy"
    )


def test_a_long_page_about_a_product_is_not_a_policy() -> None:
    praise = "Create slides and drafts in seconds with the assistant that knows how your team likes to work and is there for you. "
    judgement = judge("# Plans for home\n\n" + praise * 40, url=URL, title="Nimbusfox plans for home")
    assert judgement.rule == "other_writing"


def test_a_phrase_of_an_error_inside_a_real_policy_is_a_clause() -> None:
    clause = "If something went wrong, you may report the content to us; we will process your personal data under this policy. "
    assert judge("# Terms\n\n" + clause * 20, url=URL).outcome == "policy"


def test_a_redirect_to_the_front_page_is_not_a_policy() -> None:
    page = (
        "# Nimbusfox\n\n"
        + "The quickest way to make a picture with your friends, and it is free to try. " * 20
    )
    judgement = judge(page, url=URL, final_url="https://nimbusfox.example/", title="Nimbusfox: pictures")
    assert judgement.rule == "redirected_home"


def test_a_redirect_to_a_document_of_another_kind_is_the_wrong_document() -> None:
    page = (
        "# Privacy Policy\n\n"
        + "We collect personal data and you have the right to object to the processing. " * 20
    )
    judgement = judge(
        page,
        url="https://nimbusfox.example/terms",
        final_url="https://nimbusfox.example/privacy",
        title="Privacy Policy",
        terms_type="Terms of Service",
    )
    assert judgement.rule == "other_document"


def test_a_redirect_that_only_tidies_the_address_is_no_redirect() -> None:
    page = "# Terms\n\n" + "You agree to these terms and may terminate this agreement at any time. " * 20
    assert (
        judge(page, url=URL, final_url="https://www.nimbusfox.example/legal/terms/?lang=en").outcome
        == "policy"
    )


@given(st.text(max_size=400))
def test_any_text_gets_a_judgement_with_a_reason(markdown: str) -> None:
    judgement = judge(markdown, url=URL, final_url="https://elsewhere.example/x", title=markdown[:40])
    assert judgement.outcome in ("policy", "not_a_policy", "blocked") and judgement.rule and judgement.reason


def test_a_mistake_in_the_word_file_names_the_file_and_the_place(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    shipped = WORDS_FILE.read_text(encoding="utf-8")
    for wrong, said in {
        "phrases: {}": r"words\.yaml: expected exactly the keys legal",
        shipped.replace(
            "  bot_wall: [just", "  bot_fence: [just"
        ): r"words\.yaml: phrases: expected the rules bot_",
        shipped.replace(
            "  fr: [le, ", "  fr: [true, "
        ): r"words\.yaml: language, fr: expected a list of words",
        shipped.replace(
            "  Imprint: [imprint]", "  Imprint: [footer]"
        ): r"types, Imprint: 'footer' is none of",
        shipped.replace("  Imprint: [imprint]", "  Colophon: [imprint]"): r"'Colophon' is no terms type",
    }.items():
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(ValueError, match=said):
            read_judging_words(path)


@pytest.mark.corpus
def test_no_long_document_of_the_corpus_is_held(tmp_path: Path) -> None:
    corpus = os.environ.get("TERMSCAPE_CORPUS")
    if not corpus:
        pytest.skip("needs the real corpus: set TERMSCAPE_CORPUS to its directory")
    bundle = Path(corpus) / "genai-dev-versions.bundle"
    subprocess.run(["git", "clone", "-q", "--bare", str(bundle), str(tmp_path / "versions")], check=True)
    git = ["git", "-C", str(tmp_path / "versions"), "-c", "core.quotepath=off"]
    names = subprocess.run(
        [*git, "ls-tree", "-r", "--name-only", "HEAD"], check=True, capture_output=True, text=True
    )
    held = {}
    for name in (name for name in names.stdout.splitlines() if "/" in name):
        text = subprocess.run(
            [*git, "show", f"HEAD:{name}"], check=True, capture_output=True, text=True
        ).stdout
        judgement = judge(text, url="https://example.org/document", terms_type=Path(name).stem)
        if judgement.outcome != "policy":
            held[name] = len(text.split())
    assert all(words < 60 for words in held.values()), held
