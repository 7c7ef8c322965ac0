"""Chats take short messages: what is sent to them fits, title and all, or they would refuse it whole."""

from __future__ import annotations

import html
from typing import Any

import pytest
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.telegram import NotifyTelegram
from servers import Webhook

from assets.notices.recipients import url_recipient
from assets.notices.sending import Message, send

SUBJECT = "Prismuffle · Terms of Service: change (high): Added: what people enter trains models for good."
LONG = "We use what you type, draw & <upload> to teach our models. " * 900


def long_message(longest: int | None) -> Message:
    """A message that is as long as it may be."""
    return Message(
        SUBJECT, f"<p>{html.escape(LONG)}</p>", LONG if longest is None else LONG[:longest], "long"
    )


@pytest.mark.parametrize(
    ("url", "plugin", "field", "longest"),
    [
        # https://discord.com/developers/docs/resources/webhook#execute-webhook: content, up to 2000 characters
        ("discord://1234567890/abcdefghijklmnopqrstuvwxyz", NotifyDiscord, "content", 2000),
        # https://core.telegram.org/bots/api#sendmessage: text, 1-4096 characters after entities parsing
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", NotifyTelegram, "text", 4096),
    ],
)
def test_a_long_message_fits_into_a_chat_with_its_title(
    url: str, plugin: Any, field: str, longest: int, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{webhook.server.server_port}/hook")
    send(url_recipient(url), long_message)
    [posted] = webhook.received
    said = html.unescape(posted[field])
    assert SUBJECT in said and "We use what you type" in said
    assert longest * 0.9 < len(said) <= longest


def hostile_message(longest: int | None) -> Message:
    """A message whose words came from a page that wants attention."""
    return Message(
        "Lumora: <b>new",
        "<p></p>",
        "Hello @everyone <@99>, <b>pay</b> [here](https://evil.example) & go.",
        "x",
    )


def test_words_of_a_page_are_no_markup_in_telegram(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{webhook.server.server_port}/hook")
    send(url_recipient("tgram://123456789:abcdefg_hijklmnop/12315544/"), hostile_message)
    [posted] = webhook.received
    assert posted["parse_mode"] == "HTML"
    assert "Lumora: &lt;b&gt;new" in posted["text"] and "&lt;b&gt;pay&lt;/b&gt;" in posted["text"]


def test_words_of_a_page_call_nobody_and_hide_no_address_in_discord(
    webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifyDiscord, "notify_url", f"http://127.0.0.1:{webhook.server.server_port}/hook")
    send(url_recipient("discord://1234567890/abcdefghijklmnopqrstuvwxyz"), hostile_message)
    [posted] = webhook.received
    assert "@everyone" not in posted["content"] and "<@99>" not in posted["content"]
    assert "](https://evil.example)" not in posted["content"] and "https://evil.example" in posted["content"]


def test_a_program_gets_the_words_as_they_are(webhook: Webhook) -> None:
    send(url_recipient(webhook.url), hostile_message)
    [posted] = webhook.received
    assert "@everyone <@99>, <b>pay</b> [here](https://evil.example)" in posted["message"]
