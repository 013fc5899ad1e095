"""The fixtures are what their README says, so that reports made of them show what they should."""

from __future__ import annotations

import json
import re
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_readme_names_every_story_file():
    named = set(re.findall(r"`([\w-]+\.(?:txt|html))`", (FIXTURES / "README.md").read_text(encoding="utf-8")))
    assert named == {p.name for p in (FIXTURES / "story").iterdir()}


def test_feed_breaks_on_exactly_the_lines_named():
    broken = []
    for number, line in enumerate((FIXTURES / "feed.jsonl").read_bytes().splitlines(), 1):
        try:
            record = json.loads(line.decode("utf-8"), parse_constant=_refuse)
            json.dumps(record, ensure_ascii=False).encode("utf-8")
            sound = isinstance(record, dict) and bool(record.get("maintext") or record.get("text"))
        except (ValueError, UnicodeError):
            sound = False
        if not sound:
            broken.append(number)
    readme = " ".join((FIXTURES / "README.md").read_text(encoding="utf-8").split())
    assert broken == [int(n) for n in re.findall(r"\*\*(\d+) ", readme)]


def test_the_abridged_copy_stands_in_the_agency_story():
    story = FIXTURES / "story"
    whole = (story / "pacific-ledger-2024-11-20.txt").read_text(encoding="utf-8")
    copy = (story / "daily-ferry-2024-11-21.txt").read_text(encoding="utf-8").split("\n")
    assert [line for line in copy if len(line) > 100 and line not in whole] == []


def test_the_long_line_of_the_wire_page_holds_later_ones():
    lines = (FIXTURES / "story" / "meridian-2024-11-20.txt").read_text(encoding="utf-8").split("\n")
    long = max(lines, key=len)
    assert sum(line in long for line in lines[lines.index(long) + 1 :] if len(line) > 60) >= 5


def _refuse(name: str) -> None:
    raise ValueError(name)
