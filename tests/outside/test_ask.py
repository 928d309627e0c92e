"""What each behaviour of a host makes of a link to it, how politely hosts are asked, and whom nobody asks."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
import trustme

from sitegen.outside.answers import Answer
from sitegen.outside.guard import is_public
from sitegen.outside.limits import Limits
from sitegen.outside.rounds import ask_all
from tests.outside.server import Server, serving

LIMITS = Limits(total=20, request=10, connect=10, pause=0, patience=1, allowed=frozenset({"127.0.0.1"}))
HASTY = replace(LIMITS, request=0.4)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def answers(*addresses: str, limits: Limits = LIMITS) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    ask_all(addresses, limits, "tester/1", found.__setitem__)
    return found


# The path, the kind of answer, what is said of it or where the link has moved to, and the methods that were used.
BEHAVIOURS = [
    ("/good", "good", "", "HEAD"),
    ("/missing", "dead", "404 Not Found", "HEAD GET"),
    ("/gone", "dead", "410 Gone", "HEAD GET"),
    ("/error", "unreachable", "the host answers 500 Internal Server Error", "HEAD GET"),
    ("/busy", "unreachable", "the host answers 503 Service Unavailable", "HEAD GET"),
    ("/forbidden", "closed", "403 Forbidden", "HEAD GET"),
    ("/odd", "closed", "999", "HEAD GET"),
    ("/no-head", "good", "", "HEAD GET"),
    ("/head-404", "good", "", "HEAD GET"),
    ("/head-501", "good", "", "HEAD GET"),
    ("/head-closes", "good", "", "HEAD GET"),
    ("/closes", "unreachable", "the host ends the connection without an answer", "HEAD GET"),
    ("/endless", "good", "", "HEAD GET"),
    ("/hang", "unreachable", "the host gives no answer within 0.4 seconds", "HEAD"),
    ("/drip", "unreachable", "the host gives no answer within 0.4 seconds", "HEAD"),
    ("/wait-a-moment", "good", "", "HEAD HEAD"),
    ("/wait-503", "good", "", "HEAD HEAD"),
    ("/moved", "good", "SERVER/good", "HEAD HEAD"),
    ("/moved-308", "good", "SERVER/good?a=b#c", "HEAD HEAD"),
    ("/moved-twice", "good", "SERVER/good", "HEAD HEAD HEAD"),
    ("/moved-then-found", "good", "SERVER/found", "HEAD HEAD HEAD"),
    ("/found", "good", "", "HEAD HEAD"),
    ("/found-then-moved", "good", "", "HEAD HEAD HEAD"),
    ("/moved-away", "dead", "410 Gone at SERVER/gone", "HEAD HEAD GET"),
    ("/circle", "unreachable", "it leads on in a circle", "HEAD HEAD"),
    ("/cookie", "closed", "it wants a cookie", "HEAD"),
    ("/endless-way", "unreachable", "it leads on more than 10 times", " ".join(["HEAD"] * 11)),
    ("/to-private", "private", "it leads on to http://10.0.0.1/admin, and 10.0.0.1 is private", "HEAD"),
    ("/to-mail", "unreachable", "it leads on to 'mailto:a@example.com', which is no web address", "HEAD"),
    ("/to-nonsense", "unreachable", "it leads on to 'http://[/', which is no web address", "HEAD"),
]


@pytest.mark.parametrize(("path", "kind", "said", "methods"), BEHAVIOURS, ids=[row[0] for row in BEHAVIOURS])
def test_a_host_that_behaves_so_gives_this_answer(
    server: Server, path: str, kind: str, said: str, methods: str
) -> None:
    before = len(server.asked)
    limits = HASTY if path in ("/hang", "/drip") else LIMITS
    (answer,) = answers(server.url(path), limits=limits).values()
    assert (answer.kind, (answer.said or answer.moved).replace(server.url(""), "SERVER")) == (kind, said)
    assert " ".join(method for method, _ in server.asked[before:]) == methods


def test_a_host_that_is_tired_of_us_is_left_alone_and_nothing_is_said(server: Server) -> None:
    before = len(server.asked)
    assert answers(server.url("/tired"), server.url("/good")) == {}
    assert answers(server.url("/wait-long"), server.url("/good")) == {}
    assert server.asked[before:] == [("HEAD", "/tired"), ("HEAD", "/wait-long")]


def test_we_say_who_we_are(server: Server) -> None:
    server.agents.clear()
    answers(server.url("/no-head"))
    assert server.agents == {"tester/1"}


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def secure(authority: trustme.CA) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with serving(context) as running:
        yield running


def test_a_certificate_that_nobody_vouches_for_is_said(secure: Server) -> None:
    (answer,) = answers(secure.url("/good", scheme="https")).values()
    assert answer.kind == "unreachable"
    assert answer.said.startswith("its certificate is not accepted (")


def test_an_upgrade_to_tls_is_a_move_however_it_is_said(
    secure: Server, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    with authority.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        found = answers(secure.url("/upgrade"))
    assert found == {secure.url("/upgrade"): Answer("good", moved=secure.url("/upgrade", scheme="https"))}


def test_nothing_answers_and_no_encryption_are_told_apart(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = answers(f"http://127.0.0.1:{port}/", server.url("/good").replace("http", "https"))
    assert [answer.said for answer in found.values()] == [
        "nothing answers there",
        "no encrypted connection can be made",
    ]


def test_after_two_failures_the_rest_of_a_host_is_taken_to_fail_alike() -> None:
    with serving() as failing:
        addresses = [failing.url(f"/hang?{number}") for number in range(5)]
        found = answers(*addresses, failing.url("/good"), limits=HASTY)
        assert len(failing.asked) == 2
    assert {answer.said for answer in found.values()} == {"the host gives no answer within 0.4 seconds"}
    assert len(found) == 6


# ── Politeness ──────────────────────────────────────────────────────────────────────────────────────

HOSTS = ("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "localhost")  # ways to write one address


def test_a_host_is_asked_one_thing_at_a_time_with_pauses_and_few_hosts_at_once() -> None:
    limits = replace(LIMITS, pause=0.05, at_once=3, allowed=frozenset(HOSTS))
    with serving(delay=0.03) as busy:
        addresses = [
            busy.url(f"/{path}?{number}", host) for host in HOSTS for number in (1, 2) for path in ("found", "a")
        ]
        assert len(answers(*addresses, limits=limits)) == len(addresses)
    assert {busy.most[host] for host in HOSTS} == {1}
    assert 1 < busy.most["all"] <= 3
    for times in busy.times.values():
        ordered = sorted(times)
        assert len(ordered) > 1
        assert all(after[0] - before[1] >= 0.045 for before, after in pairwise(ordered))


def test_the_whole_takes_no_longer_than_it_may(server: Server) -> None:
    begun = time.monotonic()
    found = answers(server.url("/good"), server.url("/hang"), limits=replace(LIMITS, total=1))
    assert time.monotonic() - begun < 5
    assert list(found) == [server.url("/good")]


# ── Private addresses ───────────────────────────────────────────────────────────────────────────────

PRIVATE = """
    127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1
    255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%1 fc00::1 fec0::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1::
""".split()
PUBLIC = "93.184.216.34 1.1.1.1 2606:4700:4700::1111 64:ff9b::101:101 ::ffff:1.1.1.1".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", [*HOSTS, "[::1]", "[::ffff:127.0.0.1]", "LOCALHOST"])
def test_a_private_host_is_never_connected_to_however_it_is_written(server: Server, host: str) -> None:
    before = len(server.asked)
    (answer,) = answers(server.url("/good", host), limits=replace(LIMITS, allowed=frozenset())).values()
    assert answer.kind in ("private", "no-host")  # not every system reads every way of writing
    assert len(server.asked) == before


def test_a_name_with_one_private_address_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port)) for address in ("1.1.1.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    (answer,) = answers(server.url("/good", "news.example.com")).values()
    assert answer == Answer("private", "news.example.com has the private address 127.0.0.1")
