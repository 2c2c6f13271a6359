"""A process of its own that opens a library, searches it on one core, and prints the CPU time as a JSON object.

Invariant: CPU seconds on one core are what an idle core would take; the peak of memory is that of a process which did
nothing but open the library and search. Arguments: the data folder, a filter as it is written into a query; queries on
standard input.
"""

import json
import os
import sys
import time
from pathlib import Path

from eval.bench import time_stages
from indexer.types import UNRESTRICTED
from service.library import Library
from service.search import search
from service.settings import Settings
from service.understanding import read_filters

WARMING = 20  # queries before the clock counts


def main() -> None:
    """Time the queries without and with the filter; the first ones warm the caches and are not counted."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    queries = json.load(sys.stdin)
    _, filters = read_filters(sys.argv[2])
    started = time.process_time()
    with Library.open(Settings(Path(sys.argv[1]))) as library:
        opened = time.process_time() - started
        for query in queries[:WARMING]:
            search(library, query, filters=filters)
        samples = {
            name: [time_stages(library, query, chosen, time.process_time) for query in queries[WARMING:]]
            for name, chosen in (("plain", UNRESTRICTED), ("filtered", filters))
        }
        admitted = library.generation.admitted(filters)
    print(json.dumps(samples | {"opened": opened, "admitted": admitted, "peak": _peak()}))


def _peak() -> int | None:
    """Bytes of memory at most, where the system tells; getrusage would count the process that started this one."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)


if __name__ == "__main__":
    main()
