"""What stands before every route, with an application behind it that only says what it got."""

import asyncio
import json
import logging

import pytest

from dedup.errors import UsageError
from dedup.server.guard import Guard
from dedup.server.metrics import Metrics
from dedup.server.options import ServerOptions

TOKEN = "0123456789abcdef-a-token"


class Guarded:
    """Calls a guard as a server would."""

    def __init__(self, **options):
        self.reached = 0
        self.release = asyncio.Event()
        self.release.set()
        self.guard = Guard(self._app, ServerOptions("known.db", {}, **options), Metrics())

    async def _app(self, scope, receive, send):
        self.reached += 1
        message = await receive()
        await self.release.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})

    async def call(self, method="GET", path="/v1/articles", body=(b"",), **headers):
        sent = []
        parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
        parts[-1]["more_body"] = False
        named = {"host": "localhost:8000"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http", "method": method, "path": path, "state": {},
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        }  # fmt: skip

        async def receive():
            return parts.pop(0) if parts else {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        await self.guard(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], headers, b"".join(m["body"] for m in sent[1:])


def ask(*calls, **options):
    """Make some calls, one after the other, and return status, headers and body of the last."""

    async def run():
        guarded = Guarded(**options)
        for call in calls:
            answer = await guarded.call(**call)
        return answer

    return asyncio.run(run())


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST"])
def test_it_answers_to_the_names_of_this_machine(host):
    assert ask({"host": host})[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:8000", "", "127.0.0.1.evil.example", "[::1", "0.0.0.0"]
)
def test_a_name_that_was_made_to_point_here_is_refused(host):
    status, headers, body = ask({"host": host})
    assert (status, headers["content-type"]) == (421, "application/problem+json")
    assert json.loads(body)["status"] == 421


def test_with_a_token_any_name_will_do():
    assert ask({"host": "news.example", "authorization": f"Bearer {TOKEN}"}, token=TOKEN)[0] == 200


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer \xff"],
)
def test_without_the_token_nothing_of_the_corpus_is_told(given):
    for path in ("/v1/articles", "/metrics", "/page/articles", "/static", "/docs/x", "//"):
        status, headers, _ = ask({"authorization": given, "path": path}, token=TOKEN)
        assert (status, headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", ["/", "/docs", "/static/page.js", "/healthz", "/readyz"])
def test_what_holds_nothing_of_the_corpus_needs_no_token(path):
    assert ask({"path": path}, token=TOKEN)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:8001"},
        {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"},
        {"origin": "http://localhost:8000", "sec_fetch_site": "cross-site"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
def test_pages_of_others_change_nothing(method, headers):
    assert ask({"method": method, **headers})[0] == 403


@pytest.mark.parametrize("headers", [{}, {"origin": "http://localhost:8000", "sec_fetch_site": "same-origin"}])
def test_the_own_page_and_programs_may(headers):
    assert ask({"method": "POST", **headers})[0] == 200


def test_the_body_arrives_whole():
    assert ask({"method": "POST", "body": (b"ab", b"", b"cd")})[2] == b"abcd"


@pytest.mark.parametrize(
    "call", [{"body": (b"x" * 60, b"x" * 41)}, {"body": (b"x",), "content_length": "101"}, {"body": (b"x" * 101,)}]
)
def test_a_long_body_is_refused(call):
    assert ask({"method": "POST", **call}, most_body=100)[0] == 413


def test_bodies_are_held_up_to_a_sum():
    async def run():
        guarded = Guarded(most_bodies=150, most_body=100)
        guarded.release.clear()
        first = asyncio.create_task(guarded.call("POST", body=(b"x" * 100,)))
        await asyncio.sleep(0)
        status, headers, _ = await guarded.call("POST", body=(b"x" * 100,))
        guarded.release.set()
        again = await guarded.call("POST", body=(b"x" * 100,)) if (await first)[0] == 200 else None
        return status, headers["retry-after"], again[0]

    assert asyncio.run(run()) == (503, "1", 200)


def test_more_than_so_many_requests_at_once_are_told_to_come_again():
    async def run():
        guarded = Guarded(most_requests=2)
        guarded.release.clear()
        running = [asyncio.create_task(guarded.call()) for _ in range(2)]
        await asyncio.sleep(0)
        refused = await guarded.call()
        healthy = asyncio.create_task(guarded.call(path="/healthz"))
        await asyncio.sleep(0)
        guarded.release.set()
        done = [(await one)[0] for one in [*running, healthy]]
        return refused, done, (await guarded.call())[0], guarded.reached

    (status, headers, _), done, after, reached = asyncio.run(run())
    assert (status, headers["retry-after"], done, after, reached) == (503, "1", [200, 200, 200], 200, 4)


def test_every_answer_is_protected_and_has_the_id_of_its_request():
    _, headers, _ = ask({"x_request_id": "feed-17.a"})
    assert headers["x-request-id"] == "feed-17.a"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "a\nb", "ä", "<b>"])
def test_an_id_that_could_do_harm_is_replaced(given):
    made = ask({"x_request_id": given})[1]["x-request-id"]
    assert made != given
    assert len(made) == 16


def test_an_error_that_nobody_expected_tells_nothing(caplog):
    async def fail(scope, receive, send):
        raise ValueError("secret words")

    async def run():
        guarded = Guarded()
        guarded.guard = Guard(fail, ServerOptions("known.db", {}), Metrics())
        return await guarded.call()

    with caplog.at_level(logging.INFO, "dedup.server"):
        status, _, body = asyncio.run(run())
    assert status == 500
    assert "secret" not in body.decode() + caplog.text
    assert "ValueError at test_guard.py" in caplog.text


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "news.example"])
def test_other_addresses_need_a_token(host):
    with pytest.raises(UsageError, match="a token is needed"):
        ServerOptions("known.db", {}, host)
    ServerOptions("known.db", {}, host, token=TOKEN)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_own_addresses_need_none(host):
    assert ServerOptions("known.db", {}, host).token is None


@pytest.mark.parametrize("token", ["short", "ä" * 20, ""])
def test_a_weak_token_is_refused(token):
    with pytest.raises(UsageError, match="16 ASCII characters"):
        ServerOptions("known.db", {}, token=token)
