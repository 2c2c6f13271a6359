"""A time limit for the whole body of an HTTP reply: the client itself limits only each single wait.

Invariant: the only module that imports httpx2, and imported itself only where a reply is to be limited; an endpoint
that sends something now and then, such as comments that keep a connection alive, does not hold its reader for ever.
"""

import time
from collections.abc import Iterator

import httpx2


class LimitedBody(httpx2.SyncByteStream):
    """The body of a reply until the deadline, on the clock of `time.monotonic`."""

    def __init__(self, body: httpx2.SyncByteStream, deadline: float) -> None:
        self._body = body
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the reply was not complete in time")
            yield part

    def close(self) -> None:
        """Close the body."""
        self._body.close()


def limit_body(response: httpx2.Response) -> None:
    """As a hook on responses: give the body as long as the request allows for a single wait."""
    allowed = response.request.extensions.get("timeout", {}).get("read")
    if allowed is not None and isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = LimitedBody(response.stream, time.monotonic() + allowed)
