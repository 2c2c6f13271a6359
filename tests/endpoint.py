"""A scripted OpenAI-compatible endpoint on 127.0.0.1: it streams what it is told to, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Evidence = list[dict[str, Any]]
_LONGEST_WAIT_S = 60.0


@dataclass
class Script:
    """What the endpoint does: `reply` makes the text out of the evidence it is shown."""

    reply: Callable[[Evidence], str] = lambda evidence: ""
    status: int = 200
    knows_json: bool = True  # the setting response_format
    pause_s: float = 0.0  # before the reply
    gap_s: float = 0.0  # between two pieces of it
    until: threading.Event | None = None  # what the last piece waits for
    piece: int = 7  # characters
    comments: int = 0  # before the reply, that keep the connection alive
    redirect: str | None = None  # where else the endpoint sends the client
    raw: bytes | None = None  # the body of the reply, instead of an event stream
    breaks_off: bool = False  # ends without the mark of the end, after half of the reply
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def evidence(self) -> Evidence:
        """What the last request showed to the model."""
        shown: Evidence = json.loads(self.requests[-1]["messages"][1]["content"])["evidence"]
        return shown


class _Handler(BaseHTTPRequestHandler):
    script: Script

    def do_POST(self) -> None:
        script = self.script
        script.requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        script.keys.append(self.headers["authorization"])
        script.stopped.wait(script.pause_s)
        if script.status != 200 or (not script.knows_json and "response_format" in script.requests[-1]):
            self._send(
                400 if script.status == 200 else script.status, "application/json", b'{"error": {"message": "x"}}'
            )
        elif script.redirect is not None:
            self.send_response(307)
            self.send_header("location", script.redirect)
            self.send_header("content-length", "0")
            self.end_headers()
        elif script.raw is not None:
            self._send(200, "text/html", script.raw)
        else:
            self._stream(script.reply(script.evidence()))

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: str) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        reply = reply[: len(reply) // 2] if self.script.breaks_off else reply
        try:
            for _ in range(self.script.comments):
                self.wfile.write(b": keep-alive\n\n")
                self.wfile.flush()
                self.script.stopped.wait(self.script.gap_s)
            for i in range(0, len(reply), self.script.piece):
                if self.script.until and i + self.script.piece >= len(reply):
                    self.script.until.wait(_LONGEST_WAIT_S)
                self._event(json.dumps(_chunk(reply[i : i + self.script.piece])))
                self.script.stopped.wait(self.script.gap_s)
            if not self.script.breaks_off:
                self._event("[DONE]")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has given up

    def _event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _chunk(text: str) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}


@contextmanager
def scripted(script: Script) -> Iterator[str]:
    """Serve the script while the block runs; gives the URL to set, and is stopped in any case."""
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        script.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def claims(*told: tuple[str, list[int]]) -> Callable[[Evidence], str]:
    """A reply with these claims, whatever the evidence."""
    reply = {"claims": [{"text": text, "evidence": numbers} for text, numbers in told]}
    return lambda evidence: json.dumps(reply, ensure_ascii=False)
