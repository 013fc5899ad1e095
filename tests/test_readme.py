"""The list of invariants names property tests that there are."""

import re
from pathlib import Path

TESTS = Path(__file__).parent


def test_the_list_of_invariants_is_true():
    found = set()
    for path in TESTS.rglob("*.py"):
        for match in re.finditer(r"^@given\(.*?^def test_(\w+)", path.read_text(encoding="utf-8"), re.M | re.S):
            found.add((str(path.relative_to(TESTS)), match[1].replace("_", " ")))
    listed = set(re.findall(r"^\| `(.+?\.py)` \| (.+) \|$", (TESTS / "README.md").read_text(encoding="utf-8"), re.M))
    assert listed <= found
    assert len(listed) >= 40


def test_what_the_security_page_points_to_is_there():
    page = (TESTS.parent / "SECURITY.md").read_text(encoding="utf-8")
    places = re.findall(r"`(tests/[\w/.]+)`", page)
    assert places
    assert all((TESTS.parent / place).exists() for place in places)
