"""Word of what has changed, to those who asked for it: WebSub hubs, search engines by IndexNow, and a CDN's purge."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import msgspec

TRIES = 3
PAUSE = 1.0  # seconds before the second try; twice as long before the third
MOST = 10_000  # URLs in one message (indexnow.org, "Submitting set of URLs")
WAIT = {"timeout": {"connect": 10.0, "read": 20.0, "write": 20.0, "pool": 20.0}}  # seconds


class Untold(Exception):
    """Somebody could not be told, and why."""


def tell_hub(hub: str, feeds: Sequence[str]) -> None:
    """Tell a WebSub hub which feeds (URLs) have changed. Raises `Untold`.

    The recommendation leaves open how (W3C WebSub, §6); all known hubs take PubSubHubbub's form (0.4, §7.1).
    """
    for feed in feeds:
        body = urlencode({"hub.mode": "publish", "hub.url": feed, "hub.topic": feed}).encode()
        _post(hub, body, "application/x-www-form-urlencoded")


def tell_search(service: str, urls: Sequence[str]) -> None:
    """Tell IndexNow which pages (URLs of one host) have changed; `service` ends with ?key=…. Raises `Untold`."""
    parts = urlsplit(service)
    query = parse_qs(parts.query)
    place = urlunsplit(parts._replace(query=""))
    for start in range(0, len(urls), MOST):
        some = list(urls[start : start + MOST])
        asked = {"host": urlsplit(some[0]).netloc, "key": query["key"][-1], "urlList": some}
        if "keyLocation" in query:
            asked["keyLocation"] = query["keyLocation"][-1]
        _post(place, msgspec.json.encode(asked), "application/json; charset=utf-8")


def key_file(service: str) -> str:
    """The name of the file by which IndexNow believes that a site is ours; "" where `service` says where it is."""
    query = parse_qs(urlsplit(service).query)
    return f"{query['key'][-1]}.txt" if query.keys() == {"key"} else ""


def purged(urls: Iterable[str]) -> str:
    """The paths of these URLs on their host, a line for each, as CDNs take them."""
    return "".join(f"{urlsplit(url).path}\n" for url in urls)


def _post(url: str, body: bytes, kind: str) -> None:
    """Send a message, again where that fails for what may pass."""
    import httpcore

    headers = [("Content-Type", kind), ("User-Agent", "sitegen")]
    said = ""
    for tried in range(TRIES):
        if tried:
            time.sleep(PAUSE * 2 ** (tried - 1))
        try:
            answer = httpcore.request("POST", url, headers=headers, content=body, extensions=WAIT)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as problem:
            said = str(problem) or "no answer"
            continue
        if answer.status < 300:
            return
        said = f"status {answer.status}"
        if answer.status not in (408, 429) and answer.status < 500:
            break
    raise Untold(f"{urlsplit(url).netloc}: {said}")
