"""Asking servers for pages: politely, within limits, and never at an address that was not checked."""

from assets.captures.fetching.fetcher import Fetcher
from assets.captures.fetching.pages import PageAnswer, PageRequest, Validators
from assets.captures.fetching.settings import FetchSettings, read_settings

__all__ = ["FetchSettings", "Fetcher", "PageAnswer", "PageRequest", "Validators", "read_settings"]
