"""Steps that leave the policy as it was: what pages and recorders do to each other between two captures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tests.benchmarks.telling.page import Page

Captured = Page | str
"""A page, or a text captured instead of it."""

TODAY = "\1"
"""Stands in a page for the day on which it is captured."""


@dataclass
class Setting:
    """What a step may draw on: the words of pages in the document's language, other documents, and chance."""

    words: dict[str, list[str]]
    values: dict[str, str]
    random: Random
    half: int
    other_language: str
    other_document: str
    today: date
    dates: Callable[[date], str]

    def say(self, kind: str, **more: str) -> str:
        """One of the texts of a kind that belong to this half, its slots filled anew."""
        texts = self.words[kind]
        mine = texts[self.half :: 2] or texts
        return self.fill(self.random.choice(mine), **more)

    def fill(self, text: str, **more: str) -> str:
        """A text with its slots filled: counters and tokens with what chance gives now."""
        values = {
            "n": str(self.random.randint(2, 97)),
            "m": str(self.random.randint(100, 999)),
            "token": f"{self.random.getrandbits(48):012x}",
            "today": TODAY,
            "date": self.dates(self.today),
            **self.values,
            **more,
        }
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text


Step = Callable[[Page, Setting], list[Captured]]


def _comes(kind: str, where: str) -> Step:
    def step(page: Page, setting: Setting) -> list[Captured]:
        text = setting.say(kind)
        return [page.above(text) if where == "above" else page.below(text)]

    return step


def _comes_and_goes(kind: str, where: str) -> Step:
    def step(page: Page, setting: Setting) -> list[Captured]:
        text = setting.say(kind)
        return [page.above(text) if where == "above" else page.below(text), page]

    return step


def _moves(kind: str, where: str) -> Step:
    """A line that is there from the first step on and reads differently at each capture."""

    def step(page: Page, setting: Setting) -> list[Captured]:
        texts = setting.words[kind]
        template = setting.random.choice(texts[setting.half :: 2] or texts)
        pages: list[Captured] = []
        for _ in range(4):
            text = setting.fill(template)
            pages.append(page.above(text) if where == "above" else page.below(text))
        return pages

    return step


def _replaced(kind: str) -> Step:
    """The whole page gives way to another text, and comes back."""
    return lambda page, setting: [setting.say(kind) + "\n", page]


def _query(page: Page, setting: Setting) -> list[Captured]:
    names = ["utm_source=mail&utm_campaign", "sessionid", "gclid", "ref_", "msclkid", "trk"]
    name = setting.random.choice(names[setting.half :: 2])
    return [replace(page, query=f"{name}={setting.random.getrandbits(40):x}") for _ in range(3)]


def _scheme(page: Page, _: Setting) -> list[Captured]:
    return [replace(page, scheme="http" if page.scheme == "https" else "https")]


def _anchors(page: Page, setting: Setting) -> list[Captured]:
    return [replace(page, anchors=f"h_01{setting.random.getrandbits(32):08X}") for _ in range(2)]


def _image(page: Page, setting: Setting) -> list[Captured]:
    domain = setting.values["D"]
    links = [
        f"[![](/assets/{setting.random.getrandbits(40):x}.png)](https://www.{domain}/)" for _ in range(2)
    ]
    return [page.above(link) for link in links]


def _bullets(page: Page, _: Setting) -> list[Captured]:
    return [replace(page, bullet="-   " if page.bullet == "*   " else "*   ")]


def _headings(page: Page, _: Setting) -> list[Captured]:
    styles = {"setext": "atx", "atx": "setext", "bold": "atx", "numbered": "numbered"}
    return [replace(page, style=styles[page.style], escaped=not page.escaped)]


def _bold(page: Page, setting: Setting) -> list[Captured]:
    return [replace(page, bold=(setting.values["C"],))]


def _escaped(page: Page, _: Setting) -> list[Captured]:
    return [replace(page, escaped=not page.escaped)]


def _spaces(page: Page, _: Setting) -> list[Captured]:
    text = page.markdown()
    return [text.replace(", ", ",\u00a0").replace(". ", ".\u200b ") + "\n\n"]


def _entities(page: Page, _: Setting) -> list[Captured]:
    text = page.markdown()
    return [text.replace('"', "&quot;").replace("'", "&#39;").replace(" and ", " and  "), text]


def _lines(page: Page, _: Setting) -> list[Captured]:
    return [page.markdown().replace(". ", ".  \n")]


def _mail(page: Page, setting: Setting) -> list[Captured]:
    return [replace(page, hidden_mail=f"{setting.random.getrandbits(60):015x}") for _ in range(3)]


def _contents(page: Page, _: Setting) -> list[Captured]:
    return [replace(page, contents=not page.contents)]


def _folded(page: Page, setting: Setting) -> list[Captured]:
    """Some answers or sections are folded when the page is captured, and open again later."""
    count = max(2, len(page.sections) // 3)
    return [replace(page, folded=frozenset(setting.random.sample(range(len(page.sections)), count))), page]


def _all_folded(page: Page, _: Setting) -> list[Captured]:
    return [replace(page, folded=frozenset(range(len(page.sections)))), page]


def _truncated(page: Page, setting: Setting) -> list[Captured]:
    text = page.markdown()
    return [text[: int(len(text) * setting.random.uniform(0.2, 0.6))].rsplit(" ", 1)[0] + "\n", page]


def _lazy(page: Page, setting: Setting) -> list[Captured]:
    """The last sections are loaded late: missing, there, missing, there."""
    kept = len(page.sections) - setting.random.randint(2, max(2, len(page.sections) // 3))
    short = replace(page, sections=page.sections[:kept])
    return [short, page, short, page]


def _shell(page: Page, setting: Setting) -> list[Captured]:
    """Only what stands around the policy was captured."""
    return ["\n\n".join(setting.say(kind) for kind in ("menu", "promo", "footer", "languages")) + "\n", page]


def _other_document(page: Page, setting: Setting) -> list[Captured]:
    return [setting.other_document, page]


def _other_language(page: Page, setting: Setting) -> list[Captured]:
    return [setting.other_language, page]


def _doubled_section(page: Page, setting: Setting) -> list[Captured]:
    place = setting.random.randrange(1, len(page.sections))
    section = page.sections[place]
    return [replace(page, sections=(*page.sections[: place + 1], section, *page.sections[place + 1 :])), page]


def _doubled_page(page: Page, _: Setting) -> list[Captured]:
    return [page.markdown() + "\n" + page.markdown(), page]


def _reordered(page: Page, setting: Setting) -> list[Captured]:
    """The items of a list change places (a menu's where the policy has no list)."""
    for place, (heading, text) in enumerate(page.sections):
        items = [line for line in text.splitlines() if line.startswith("*   ")]
        if len(items) > 2 and all(item.endswith(items[0][-1]) for item in items[:-1]):
            clean = [item.rstrip(";.；") for item in items]
            turned = [*clean[1:], clean[0]]
            ends = [item[len(item.rstrip(";.；")) :] for item in items]
            for old, new, end in zip(items, turned, ends, strict=True):
                text = text.replace(old, f"\0{new}{end}", 1)
            sections = (
                *page.sections[:place],
                (heading, text.replace("\0", "")),
                *page.sections[place + 1 :],
            )
            return [replace(page, sections=sections)]
    names = setting.say("languages").replace("\n\n", " ").split()
    return [page.below(" ".join(names)), page.below(" ".join(reversed(names)))]


def _region(page: Page, _: Setting) -> list[Captured]:
    """Two variants for two regions take turns: one sentence differs."""
    place = len(page.sections) // 2
    heading, text = page.sections[place]
    variant = (
        *page.sections[:place],
        (heading, text.rsplit("\n", 1)[0] + " (EEA, UK)"),
        *page.sections[place + 1 :],
    )
    other = replace(page, sections=variant)
    return [other, page, other, page]


def _tested(page: Page, _: Setting) -> list[Captured]:
    """Two variants of a test take turns: the order of two sections differs."""
    sections = list(page.sections)
    sections[1], sections[2] = sections[2], sections[1]
    other = replace(page, sections=tuple(sections))
    return [other, page, other, page]


def _year(page: Page, setting: Setting) -> list[Captured]:
    line = setting.say("copyright")
    return [page.below(line), page.below(line.replace("2023", "2024"))]


NOISE: dict[str, Step] = {
    "tracking parameters": _query,
    "menu gained": _comes("menu", "above"),
    "truncated and whole again": _truncated,
    "counter": _moves("counter", "below"),
    "error page": _replaced("error"),
    "folded and open again": _folded,
    "cookie dialog": _comes_and_goes("dialog", "above"),
    "encoded e-mails": _mail,
    "variants by region": _region,
    "relative date": _moves("relative", "above"),
    "log-in page": _replaced("login"),
    "escapes": _escaped,
    "footer gained": _comes("footer", "below"),
    "other document": _other_document,
    "questions appended": _comes("questions", "below"),
    "contents list": _contents,
    "tokens": _moves("token", "below"),
    "variants of a test": _tested,
    "sharing buttons": _comes("share", "above"),
    "cookie dialog stays": _comes("dialog", "below"),
    "lazy sections": _lazy,
    "anchors of headings": _anchors,
    "breadcrumb": _comes("breadcrumb", "above"),
    "other language": _other_language,
    "helpful?": _comes("helpful", "below"),
    "bullets": _bullets,
    "loading page": _replaced("loading"),
    "names appended": _comes("names", "below"),
    "ticker": _moves("ticker", "above"),
    "page doubled": _doubled_page,
    "language menu": _comes("languages", "below"),
    "related articles": _comes("related", "below"),
    "today": _moves("today", "above"),
    "scheme of links": _scheme,
    "all folded": _all_folded,
    "list reordered": _reordered,
    "promotion": _comes("promo", "above"),
    "heading markup": _headings,
    "section doubled": _doubled_section,
    "buttons": _comes("ui", "above"),
    "spaces": _spaces,
    "only the shell": _shell,
    "emphasis": _bold,
    "copyright year": _year,
    "basket": _moves("cart", "above"),
    "images": _image,
    "entities": _entities,
    "line breaks": _lines,
}
"""Every kind of noise by name, in the order in which documents draw them."""
