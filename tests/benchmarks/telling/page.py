"""A page that carries an invented policy: its sections, what stands around them, and the Markdown a recorder writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

Section = tuple[str, str]
"""A heading and the text beneath it."""


@dataclass(frozen=True)
class Page:
    """One state of a page; a step from one version to the next replaces some of these parts."""

    title: str
    sections: tuple[Section, ...]
    style: str
    """How headings are written: setext, atx, bold, or numbered (setext with numbers)."""
    bullet: str = "*   "
    first_number: int = 1
    before: tuple[str, ...] = ()
    """What stands above the title's first section: menus, dates, banners."""
    after: tuple[str, ...] = ()
    stamp: str = ""
    query: str = ""
    """Appended to the targets of links that lead to the platform's own pages."""
    scheme: str = "https"
    anchors: str = ""
    """What the ids of headings begin with, where headings carry an empty link to themselves."""
    bold: tuple[str, ...] = ()
    escaped: bool = False
    contents: bool = False
    """Whether a table of contents stands above the sections."""
    folded: frozenset[int] = field(default_factory=frozenset)
    """Sections of which the recorder saw the heading only."""
    hidden_mail: str = ""
    """The token in place of e-mail addresses where a proxy hides them."""

    def above(self, *texts: str) -> Page:
        """The page with more above its sections."""
        return replace(self, before=(*self.before, *texts))

    def below(self, *texts: str) -> Page:
        """The page with more below its sections."""
        return replace(self, after=(*self.after, *texts))

    def without(self, *texts: str) -> Page:
        """The page without these texts above or below its sections."""
        return replace(
            self,
            before=tuple(text for text in self.before if text not in texts),
            after=tuple(text for text in self.after if text not in texts),
        )

    def markdown(self) -> str:
        """The page as the recorder writes it."""
        pieces = [f"{self.title}\n{'=' * len(self.title)}", *self.before]
        if self.stamp:
            pieces.append(self.stamp)
        if self.contents:
            pieces.append(
                "\n".join(f"{self.bullet}[{self._heading(n)}](#s{n})" for n in range(len(self.sections)))
            )
        for number, (_, text) in enumerate(self.sections):
            pieces.append(self._written_heading(number))
            if number not in self.folded:
                pieces.append(text)
        return self._dressed("\n\n".join([*pieces, *self.after])) + "\n"

    def _heading(self, number: int) -> str:
        heading = self.sections[number][0]
        return f"{number + self.first_number}\\. {heading}" if self.style == "numbered" else heading

    def _written_heading(self, number: int) -> str:
        heading = self._heading(number)
        if self.anchors:
            heading += f"[](#{self.anchors}{number:04d})"
        if self.style == "atx":
            return f"## {heading}"
        if self.style == "bold":
            return f"**{heading}**"
        return f"{heading}\n{'-' * len(heading)}"

    def _dressed(self, text: str) -> str:
        text = text.replace("*   ", self.bullet)
        for word in self.bold:
            text = text.replace(word, f"**{word}**")
        if self.query:
            text = re.sub(
                r"\]\((https://[a-z.]{1,40}/[^)?]{0,80})(?:\?[^)]{0,80})?\)", rf"](\1?{self.query})", text
            )
        if self.hidden_mail:
            hidden = rf"[[email protected]](/cdn-cgi/l/email-protection#{self.hidden_mail})"
            text = re.sub(r"\[[^\]@]{1,40}@[^\]]{1,60}\]\(mailto:[^)]{1,90}\)", lambda _: hidden, text)
        if self.escaped:
            text = re.sub(r"(?m)^(\d{1,2})\\?\. ", r"\1\\. ", text).replace("'", "\\'")
            text = re.sub(r"(?<=\w)_(?=\w)", r"\\_", text)
        return text.replace("](https:", f"]({self.scheme}:")
