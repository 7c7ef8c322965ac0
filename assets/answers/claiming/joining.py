"""From the parts of a check to the claim: which verdict they add up to, and when it turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assets.answers.claiming.model import Finding, Join, Verdict


def joined(verdicts: Sequence[Verdict], join: Join) -> Verdict:
    """Return what verdicts on the parts of a claim come to.

    Of a claim that says several things (``all``), one contradicted part makes it ``contradicted``, unless another is
    supported: then it is right in part. What could not be looked at or read leaves the whole open.

    >>> joined(["supported", "contradicted"], "all"), joined(["supported", "not_addressed"], "any")
    ('partly', 'supported')
    """
    found = set(verdicts)
    order: tuple[Verdict, ...] = ("partly", "not_captured", "not_checkable", "contradicted")
    if join == "any":
        order = ("supported", *order)
        return next((verdict for verdict in order if verdict in found), "not_addressed")
    if len(found) == 1:
        return verdicts[0]
    if "contradicted" in found:
        return "partly" if found & {"supported", "partly"} else "contradicted"
    if open_ := [verdict for verdict in order[1:3] if verdict in found]:
        return open_[0]
    return "partly"


def together(parts: Sequence[Sequence[Finding]], join: Join) -> list[Finding]:
    """Return what a claim comes to over time, the oldest first, from the findings of its parts."""
    if len(parts) == 1:
        return _merged(parts[0])
    if any(not one.valid_from for findings in parts for one in findings):
        return [_at([findings[-1] for findings in parts], join)]
    moments = sorted({one.valid_from for findings in parts for one in findings if one.valid_from})
    pieces: list[Finding] = []
    for moment in moments:
        here = [
            next((one for one in reversed(findings) if one.valid_from and one.valid_from <= moment), None)
            for findings in parts
        ]
        known = [one for one in here if one is not None]
        new = [one for one in known if one.valid_from == moment]
        bounds = [one.from_earliest for one in new if one.from_earliest]
        piece = replace(
            _at(known, join),
            valid_from=moment,
            from_earliest=min(bounds, default=None),
            cause="edited" if "edited" in {one.cause for one in new} else new[0].cause,
        )
        if pieces:
            pieces[-1] = replace(pieces[-1], valid_to=moment, to_earliest=piece.from_earliest)
        pieces.append(piece)
    return _merged(pieces)


def _at(parts: Sequence[Finding], join: Join) -> Finding:
    """Return what parts come to at one time; their quotes in the order of the parts, what proves nothing last."""
    quotes = dict.fromkeys(quote for part in parts for quote in part.quotes)
    ordered = sorted(quotes, key=lambda quote: quote.role == "context")
    return Finding(
        verdict=joined([part.verdict for part in parts], join),
        reason=" ".join(f"({number}) {part.reason}" for number, part in enumerate(parts, 1)),
        quotes=tuple(ordered),
        documents=tuple(sorted({version for part in parts for version in part.documents})),
        cause=parts[0].cause,
    )


def _merged(findings: Sequence[Finding]) -> list[Finding]:
    """Let a finding go on where only its place in the text changed, or what is shown beside it."""
    result: list[Finding] = []
    for one in findings:
        if result and _said(result[-1]) == _said(one):
            last = result[-1]
            result[-1] = replace(
                one, cause=last.cause, valid_from=last.valid_from, from_earliest=last.from_earliest
            )
        else:
            result.append(one)
    return result


def _said(finding: Finding) -> tuple[object, ...]:
    quotes = [
        (quote.role, " ".join(quote.quote.split())) for quote in finding.quotes if quote.role != "context"
    ]
    return finding.verdict, tuple(quotes), finding.reason if not quotes else ""
