"""Fuzzes every target for a while: `make fuzz SECONDS=600`. Prints seed and input number of what fails.

What is found becomes a fixture: `python -m tests.fuzz.run --target NAME --only SEED:NUMBER` runs one input again.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import signal
import sys
import time
import traceback

from tests.fuzz.targets import TARGETS

HANG, MEMORY = 5, 512 << 20


def stop(*_: object) -> None:
    raise TimeoutError(f"no answer within {HANG} s")


def once(name: str, seed: str) -> bool:
    """Run one input; say what fails."""
    signal.setitimer(signal.ITIMER_REAL, HANG)
    try:
        TARGETS[name](random.Random(seed))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        print(f"{name}: failed, --only {seed}")
        traceback.print_exc(limit=-5)
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float, nargs="?", default=60)
    parser.add_argument("--target", action="append", choices=TARGETS)
    parser.add_argument("--seed", default=str(time.time_ns()))
    parser.add_argument("--only", help="SEED:NUMBER of one input")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, stop)
    names = options.target or list(TARGETS)
    if options.only:
        return 0 if once(names[0], options.only) else 1
    failures = 0
    for name in names:
        with contextlib.suppress(Exception):
            TARGETS[name](random.Random("warm"))  # loads and compiles
        before, number = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0
        end = time.process_time() + options.seconds / len(names)
        while time.process_time() < end and failures < 20:
            failures += not once(name, f"{options.seed}:{number}")
            number += 1
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
        if grown > MEMORY:
            print(f"{name}: took {grown >> 20} MB more memory")
            failures += 1
        print(f"{name}: {number:,} inputs, {failures} failures so far", flush=True)
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
