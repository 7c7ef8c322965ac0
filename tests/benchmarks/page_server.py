"""Serves captured pages on loopback addresses, one address a service: a process of its own, so that its time is not ours.

``python -m tests.benchmarks.page_server PORT PAGES.json``. PAGES maps an address and path to a file, a
content type and an ETag (or null); the process ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from email.utils import formatdate
from pathlib import Path
from typing import Any


async def serve(port: int, pages: dict[str, dict[str, Any]], bodies: dict[str, bytes]) -> None:
    """Answer requests until standard input ends."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split(" ")[1]
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
                page = pages.get(address + path)
                if page is None:
                    writer.write(_response("404 Not Found", {}, b"not here"))
                elif page["etag"] and headers.get("if-none-match") == page["etag"]:
                    writer.write(_response("304 Not Modified", {"ETag": page["etag"]}, b""))
                else:
                    kept = {"Content-Type": page["content_type"] or "text/html"}
                    kept |= {"ETag": page["etag"]} if page["etag"] else {}
                    body = bodies[page["file"]]
                    writer.write(_response("200 OK", kept, body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    for address in sorted({place.split("/")[0] for place in pages}):
        await asyncio.start_server(answer, address, port)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _response(status: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Date: {formatdate(usegmt=True)}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


if __name__ == "__main__":
    described = json.loads(Path(sys.argv[2]).read_text())
    contents = {page["file"]: Path(page["file"]).read_bytes() for page in described.values()}
    asyncio.run(serve(int(sys.argv[1]), described, contents))
