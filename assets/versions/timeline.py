"""The state machine of a timeline: each captured text in turn becomes unchanged, published, noise or quarantined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from assets.captures.judging import Judgement
from assets.versions.decisions import (
    EXACT_RETURN,
    FIRST,
    LOCALE_SWITCH,
    LOSS,
    OTHER_DOCUMENT,
    RESTORE,
    Candidate,
    Decision,
    Status,
    StoredVersion,
)
from assets.versions.noise import DATE_ONLY, EDITORIAL, NEW_DATE, Difference, compare
from assets.versions.suspicion import suspicion
from assets.versions.text import Text, similarity

__all__ = ["Candidate", "Decision", "Status", "StoredVersion", "TimelineState"]

# The window in which a text counts as seen before (DESIGN section 5: 33 % of recorded versions are
# byte-identical to one 2 to 20 versions earlier).
WINDOW_VERSIONS, WINDOW_DAYS = 20, timedelta(days=90)
# Two texts this alike (share of words) are one text with small edits.
NEAR = 0.9
_HELD_FOR_A_LOOK = (LOSS, LOCALE_SWITCH, OTHER_DOCUMENT)
# How a held text is confirmed where only changes were recorded, so that it cannot be seen twice: by this
# many near-equal successors, or by one after it stood so long. (GitHub's terms lost a page of two for 65
# days, with one small edit between.)
NEAR_SUCCESSORS, HELD_LONG = 2, timedelta(days=90)
# A page that alternates between texts has settled on one it shows alone for so long.
SETTLED = timedelta(days=14)
# New dates alone, so many within so few days, are a page printing today's date.
DAILY_DATES, DAILY_SPAN = 3, timedelta(days=7)


class TimelineState:
    """What must be remembered of a timeline to judge its next candidate; rebuilt from its last versions.

    ``recent`` are recorded versions in order of recording: at least the last published one, all of the last
    90 days before the next candidate, and the last 20. More do no harm: decisions
    are the same whether a history is observed in one go or in pieces with the state rebuilt between them.
    """

    def __init__(self, recent: Iterable[StoredVersion] = ()) -> None:
        self._rows: list[StoredVersion] = list(recent)
        self._current = max((n for n, row in enumerate(self._rows) if row.status == "published"), default=-1)
        self._texts: dict[int, Text] = {}

    @property
    def current(self) -> StoredVersion | None:
        """The version that readers see as in force, if there is one."""
        return self._rows[self._current] if self._current >= 0 else None

    @property
    def held(self) -> StoredVersion | None:
        """The version recorded last, if it waits in quarantine."""
        last = self._last
        return last if last and last.status == "quarantined" else None

    def observe(self, candidate: Candidate) -> Decision:
        """Decide what the next candidate is, and remember it."""
        text = Text(candidate.markdown, candidate.seen_at, candidate.language, candidate.prints)
        decision = self._decide(text, candidate.judgement)
        base = self.current.key if self.current else ""
        if decision.releases:
            base = self._rows[-1].key
            decision = replace(decision, released_key=base)
            self._publish_last()
        decision = replace(decision, compared_with=base)
        if decision.outcome == "version":
            self._record(text, decision, candidate.key)
        return decision

    @property
    def _last(self) -> StoredVersion | None:
        return self._rows[-1] if self._rows else None

    def _decide(self, text: Text, judgement: Judgement | None) -> Decision:
        last, current = self._last, self.current
        if last and text.prints.raw_sha256 == last.raw_sha256:
            return self._repeated(text, last)
        if last and self._has_settled(last, text):
            return _releasing(self._judged(text, judgement, self._text(len(self._rows) - 1), settled=True))
        if current is None:
            return _refused(judgement) or Decision("version", "published", FIRST, "first_policy")
        return self._judged(text, judgement, self._text(self._current))

    def _repeated(self, text: Text, last: StoredVersion) -> Decision:
        """The same bytes as the version recorded last: nothing to record, perhaps a confirmation."""
        unchanged = Decision("unchanged", last.status, last.noise_class, "same_bytes")
        if last.status == "quarantined" and last.noise_class in _HELD_FOR_A_LOOK:
            return replace(unchanged, status="published", rule="seen_twice", releases=True)
        if self._has_settled(last, text):
            return replace(unchanged, status="published", rule="settled", releases=True)
        return unchanged

    def _judged(
        self, text: Text, judgement: Judgement | None, current: Text, *, settled: bool = False
    ) -> Decision:
        """Judge a text against the one in force."""
        last = self._rows[-1]
        strayed = not settled and (last.status == "quarantined" or last.noise_class == EXACT_RETURN)
        strayed = strayed and last.text_sha256 != current.prints.text_sha256
        if text.markdown == current.markdown and not strayed:
            # recorded, although the text in force did not change: what the page showed is never lost
            since = compare(self._text(len(self._rows) - 1), text)
            return Decision(
                "version",
                "noise",
                last.noise_class,
                since.rule if since.is_noise else "same_as_current",
                f"the published text again; since the look before: {since.detail}",
            )
        same_text = text.prints.text_sha256 == current.prints.text_sha256
        if not same_text and (refused := _refused(judgement)):
            return refused
        if not same_text and (held := suspicion(current, text)):
            return self._held(text, held, current)
        difference = compare(current, text)
        if difference.is_noise:
            return self._back_or_noise(text, difference, strayed=strayed)
        if returned := self._returned(text):
            return returned
        if difference.rule == NEW_DATE and self._prints_today(text.seen_at):
            return _recorded("noise", replace(difference, noise_class=DATE_ONLY, rule="date_of_today"))
        return _recorded("published", difference)

    def _held(self, text: Text, suspicion: Difference, current: Text) -> Decision:
        """Hold a suspicious text, or release the one held before that it confirms."""
        run = list(self._held_run(suspicion.noise_class))
        if not run:
            return _recorded("quarantined", suspicion)
        before = self._text(run[0])
        same = before.prints.text_sha256 == text.prints.text_sha256
        near = [row for row in run if similarity(self._text(row), text) >= NEAR]
        long = bool(near) and text.seen_at - self._rows[near[-1]].seen_at >= HELD_LONG
        if not (same or len(near) >= NEAR_SUCCESSORS or long):
            return _recorded("quarantined", suspicion)
        difference = compare(before, text)
        return _releasing(_recorded("noise" if difference.is_noise else "published", difference))

    def _back_or_noise(self, text: Text, difference: Difference, *, strayed: bool) -> Decision:
        """The text is the one in force but for noise: a return, if the page had strayed from it."""
        last = self._rows[-1]
        if strayed and last.status == "quarantined":
            return Decision(
                "version", "noise", RESTORE, "last_good_text", f"after {last.noise_class}: the text is back"
            )
        if strayed:
            return Decision(
                "version", "noise", EXACT_RETURN, "alternates", "the page is back at the published text"
            )
        if last.status == "noise" and last.text_sha256 == text.prints.text_sha256:
            # The noise between it and the published text was named when it came; what is new is beneath it.
            return _recorded("noise", compare(self._text(len(self._rows) - 1), text))
        return _recorded("noise", difference)

    def _returned(self, text: Text) -> Decision | None:
        """A text seen in the window before: published at the first return, noise if the page alternates."""
        window = list(self._window(text.seen_at))
        seen = [row for row in window if row.status != "quarantined" and self._shows(row, text)]
        if not seen:
            return None
        detail = f"the text of {seen[-1].seen_at:%Y-%m-%d} is back"
        if any(row.noise_class == EXACT_RETURN for row in window):
            return Decision("version", "noise", EXACT_RETURN, "alternates", detail)
        return Decision("version", "published", EXACT_RETURN, "text_came_back", detail)

    def _shows(self, row: StoredVersion, text: Text) -> bool:
        """Whether a text is that of a row, or differs from it only in ids, counters, ages and the day of the visit."""
        if row.text_sha256 == text.prints.text_sha256:
            return True
        if not row.masked_sha256 or row.masked_sha256 != text.prints.masked_sha256:
            return False
        return text.writing.dates <= self._text(self._current).writing.dates

    def _has_settled(self, last: StoredVersion, text: Text) -> bool:
        """Whether an alternating page has shown nothing but the text recorded last for long enough."""
        if last.status != "noise" or last.noise_class != EXACT_RETURN:
            return False
        current = self.current
        if current and current.text_sha256 == last.text_sha256:
            return False
        return text.seen_at - last.seen_at >= SETTLED

    def _prints_today(self, seen_at: datetime) -> bool:
        dates = [
            row
            for row in self._window(seen_at)
            if (row.noise_class, row.rule) == (EDITORIAL, NEW_DATE) or row.rule == "date_of_today"
        ]
        return sum(seen_at - row.seen_at <= DAILY_SPAN for row in dates) >= DAILY_DATES - 1

    def _window(self, seen_at: datetime) -> Iterator[StoredVersion]:
        for count, row in enumerate(reversed(self._rows), start=1):
            if count > WINDOW_VERSIONS and seen_at - row.seen_at > WINDOW_DAYS:
                return
            yield row

    def _held_run(self, noise_class: str) -> Iterator[int]:
        """Places of the versions held for one reason at the end of the timeline, the last first."""
        for number in range(len(self._rows) - 1, max(len(self._rows) - 1 - WINDOW_VERSIONS, -1), -1):
            row = self._rows[number]
            if row.status != "quarantined" or row.noise_class != noise_class:
                return
            yield number

    def _text(self, number: int) -> Text:
        if number not in self._texts:
            row = self._rows[number]
            if not row.markdown:
                raise ValueError(
                    f"the version seen at {row.seen_at:%Y-%m-%d %H:%M} must come with its Markdown"
                )
            self._texts[number] = Text(row.markdown, row.seen_at, row.language)
        return self._texts[number]

    def _publish_last(self) -> None:
        self._rows[-1] = replace(self._rows[-1], status="published")
        self._current = len(self._rows) - 1

    def _record(self, text: Text, decision: Decision, key: str) -> None:
        prints = text.prints
        self._rows.append(
            StoredVersion(
                seen_at=text.seen_at,
                status=decision.status,
                noise_class=decision.noise_class,
                rule=decision.rule,
                raw_sha256=prints.raw_sha256,
                text_sha256=prints.text_sha256,
                masked_sha256=prints.masked_sha256,
                language=text.language,
                markdown=text.markdown,
                key=key,
            )
        )
        number = len(self._rows) - 1
        self._texts[number] = text
        if decision.status == "published":
            self._current = number
        self._forget()

    def _forget(self) -> None:
        """Drop texts that no later decision can ask for: a long history must not stay in memory."""
        needed = {self._current, len(self._rows) - 1}
        for number in [number for number in self._texts if number not in needed]:
            if any(row.status != "quarantined" for row in self._rows[number:]):
                del self._texts[number]
                self._rows[number] = replace(self._rows[number], markdown="")


def _recorded(status: Status, difference: Difference) -> Decision:
    return Decision("version", status, difference.noise_class, difference.rule, difference.detail)


def _releasing(decision: Decision) -> Decision:
    return replace(decision, releases=True)


def _refused(judgement: Judgement | None) -> Decision | None:
    """A page that is no policy is held, and nothing but a change of the page or of the rules releases it."""
    if judgement is None or judgement.outcome == "policy":
        return None
    return Decision("version", "quarantined", judgement.outcome, judgement.rule, judgement.reason)
