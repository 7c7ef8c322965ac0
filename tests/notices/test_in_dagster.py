"""In Dagster: what was published becomes feeds and alerts, and Monday's job sends the digest."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

import dagster as dg
import pytest
from observatory import SOON, Observatory
from servers import Webhook

import assets.notices.assets
import assets.site.assets
from assets.archive import Archive
from assets.notices.assets import alerts_of, feeds_of
from assets.site.model import Built
from assets.site.publishing import PublishedSite
from assets.warehouse import Warehouse, read_frame
from orchestration.resources import HomeResource, OpenHome
from orchestration.schedules import weekly_digest


def opened(observatory: Observatory) -> OpenHome:
    """The home as a run has it open."""
    return OpenHome(observatory.home, Archive(observatory.home, "run"), cast(Warehouse, None))


def test_a_run_of_a_live_home_writes_feeds_sends_alerts_and_keeps_the_deliveries(
    observatory: Observatory, webhook: Webhook
) -> None:
    observatory.watch("team", f"send_to: {webhook.url}\n")
    alerts_of(opened(observatory))
    observatory.change("lumora", SOON)
    observatory.publish()
    folder, written = feeds_of(opened(observatory))
    assert written.events == 1 and (folder / "platforms/lumora.atom").is_file()
    report = alerts_of(opened(observatory))
    assert (len(report.sent), report.failures, len(webhook.received)) == (1, [], 1)
    [state] = read_frame(observatory.home, "SELECT state FROM internal.deliveries", with_internal=True).rows()
    assert state == ("sent",)


def test_the_job_on_monday_sends_the_digest_once(
    observatory: Observatory, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMSCAPE_HOME", str(observatory.home.path))
    observatory.watch("weekly", f"when: weekly\nsend_to: {webhook.url}\n")
    alerts_of(opened(observatory))
    observatory.change("lumora", SOON)
    observatory.publish()
    for _ in range(2):
        with dg.DagsterInstance.ephemeral() as instance:
            assert weekly_digest.execute_in_process(instance=instance).success
    [message] = webhook.received
    assert message["title"].startswith("Policies ") and "Retention was raised." in message["message"]


def test_where_feeds_fail_the_run_says_so_and_the_site_is_made_all_the_same(
    observatory: Observatory,
    monkeypatch: pytest.MonkeyPatch,
    making_all: Callable[[], AbstractContextManager[None]],
) -> None:
    made: list[str] = []

    def no_feeds(_: OpenHome) -> None:
        made.append("feeds")
        raise RuntimeError("no room for feeds")

    def one_site(*_: object, **__: object) -> PublishedSite:
        made.append("site")
        return PublishedSite(Path("site"), "e", Built(1, 1, 1, ("", 1)), 0)

    monkeypatch.setattr(assets.notices.assets, "feeds_of", no_feeds)
    monkeypatch.setattr(assets.site.assets, "publish_site", one_site)
    observatory.publish()
    with making_all(), dg.DagsterInstance.ephemeral() as instance:
        ended = dg.materialize(
            [assets.notices.assets.feeds, assets.site.assets.site],
            resources={"home": HomeResource(path=str(observatory.home.path))},
            instance=instance,
            raise_on_error=False,
        )
    assert made == ["feeds", "site"], "feeds come first: the site takes them in"
    assert not ended.success
    assert [one.step_key for one in ended.get_step_failure_events()] == ["feeds"]
