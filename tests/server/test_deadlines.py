"""Slow clients are cut off: uvicorn with our protocol, an application that answers at once, deadlines of moments."""

import asyncio
import contextlib
import socket

import pytest
import uvicorn

from dedup.server.options import ServerOptions
from dedup.server.protocol import protocol_for

SOON = 0.2
LARGE = 30_000_000


async def application(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    body = b"x" * (LARGE if scope["path"] == "/large" else 2)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    for start in range(0, len(body), 1 << 16):
        part = body[start : start + (1 << 16)]
        await send({"type": "http.response.body", "body": part, "more_body": start + len(part) < len(body)})


def talk(conversation, **limits):
    """Run a conversation with a server: a coroutine function that gets what opens a connection, and the server."""

    async def run():
        options = ServerOptions("known.db", {}, **{"receive_seconds": SOON, "send_seconds": SOON, **limits})
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            application, http=protocol_for(options), lifespan="off", ws="none", log_config=None, access_log=False
        )
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listener]))
        opened = []

        async def connect():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.append(writer)
            return reader, writer

        try:
            return await conversation(connect, server)
        finally:
            for writer in opened:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()
            server.should_exit = True
            await task

    return asyncio.run(run())


HEAD = b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n"


@pytest.mark.parametrize(
    "sent", [b"", b"PO", HEAD[:-2], HEAD, HEAD + b"12345"], ids=["nothing", "line", "head", "no body", "half"]
)
def test_a_request_that_does_not_come_is_ended(sent):
    async def conversation(connect, server):
        reader, writer = await connect()
        writer.write(sent)
        return await reader.read()

    assert talk(conversation).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_dribbles_is_ended_too():
    async def conversation(connect, server):
        _, writer = await connect()
        sent = 0
        while sent == 0 or server.server_state.connections:
            writer.write(HEAD[sent % 40 : sent % 40 + 1])
            sent += 1
            await asyncio.sleep(SOON / 20)

    talk(conversation)


def test_the_next_request_of_a_connection_has_its_own_deadline():
    async def conversation(connect, server):
        reader, writer = await connect()
        writer.write(HEAD + b"1234567890")
        first = await reader.readuntil(b"xx")
        writer.write(HEAD[:20])
        return first, await reader.read()

    first, second = talk(conversation)
    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 408 ")


def test_a_client_that_does_not_read_is_ended():
    async def conversation(connect, server):
        reader, writer = await connect()
        writer.write(b"GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n")
        await reader.readexactly(100)
        writer.transport.pause_reading()
        while server.server_state.connections:
            await asyncio.sleep(0.01)
        writer.transport.abort()

    talk(conversation)


def test_a_client_that_reads_on_gets_all():
    async def conversation(connect, server):
        reader, writer = await connect()
        writer.write(b"GET /large HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        return len(await reader.read())

    assert talk(conversation, send_seconds=30) > LARGE


def test_one_connection_too_many_is_told_to_come_again():
    async def conversation(connect, server):
        _, (reader, writer) = await connect(), await connect()
        third, _ = await connect()
        refused = await third.read()
        writer.write(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        answered = await reader.read()
        return refused, answered

    refused, answered = talk(conversation, most_connections=2, receive_seconds=30)
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in refused
    assert answered.startswith(b"HTTP/1.1 200 ")
