"""The interface keeps to its description: the committed document, and whatever Schemathesis makes of it."""

import json
import os
from pathlib import Path

import pytest

from dedup.server.app import make_app
from dedup.server.options import ServerOptions

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
# The full number is `SCHEMATHESIS_CASES=1000`.
CASES = int(os.environ.get("SCHEMATHESIS_CASES", "12"))


def test_the_committed_document_is_what_the_server_says():
    """Write it anew with `python -m tests.server.test_openapi`."""
    assert json.loads(DOCUMENT.read_bytes()) == described()


def described():
    return make_app(ServerOptions("known.db", {})).openapi()


def test_every_case_that_the_document_allows_is_answered_as_it_says(server):
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, settings

    schema = schemathesis.openapi.from_dict(described())
    base = f"http://127.0.0.1:{server.port}"
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 11
    for operation in operations:
        # lines are no JSON; each is answered by itself
        operation.body.items[:] = [one for one in operation.body.items if one.media_type != "application/x-ndjson"]

        @settings(
            max_examples=CASES, deadline=None, database=None, derandomize=CASES < 100,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def call(case):
            case.call_and_validate(base_url=base)

        call()


if __name__ == "__main__":
    DOCUMENT.write_text(json.dumps(described(), indent=2) + "\n", encoding="utf-8")
