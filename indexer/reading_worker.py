"""What runs in the process that reads: takes paths, gives their documents, until there are no more.

Invariant: whatever a library prints goes to the errors, and never into the replies.
"""

import os
import pickle
import sys

from indexer.reading import read_documents


def serve() -> None:
    """Answer requests `(path, limits)` on standard input: the documents and failures of the file, True as a sign of
    life between them, None at the end."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def reply(item: object) -> None:
        pickle.dump(item, replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()

    reply(True)
    while True:
        try:
            path, limits = pickle.load(requests)
        except EOFError:
            return
        _limit_memory(limits.memory)
        for item in read_documents(path, limits, alive=lambda: reply(True)):
            reply(item)
        reply(None)


def _limit_memory(size: int) -> None:
    """Let allocations beyond so many bytes of address space fail; only Linux holds to it."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
