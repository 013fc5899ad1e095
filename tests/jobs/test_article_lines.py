"""Lines of `articles.jsonl` against plain rows, whatever the strings hold."""

import json

import pyarrow as pa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.jobs.article_lines import FOUND, article_lines

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBER = st.integers(0, 2**31 - 1)
ORIGIN = st.sampled_from(["text", 'field:"x"'])
FIELD = st.none() | st.fixed_dictionaries(
    {"value": TEXT, "start": st.none() | NUMBER, "end": st.none() | NUMBER, "origin": ORIGIN}
)
ROW = st.fixed_dictionaries(
    {
        "id": TEXT, "source_file": TEXT, "line": NUMBER, "source": st.none() | TEXT, "url": st.none() | TEXT,
        "found": st.lists(FIELD, min_size=len(FOUND), max_size=len(FOUND)),
        "body": st.lists(st.tuples(NUMBER, NUMBER), max_size=3),
        "left_out": st.lists(st.fixed_dictionaries({"start": NUMBER, "end": NUMBER, "reason": TEXT}), max_size=3),
    }
)  # fmt: skip


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_lines_are_the_rows_as_json(rows):
    found = pa.struct([("value", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("origin", pa.string())])
    block = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("reason", pa.string())])
    articles = pa.RecordBatch.from_pydict(
        {name: pa.array([r[name] for r in rows], pa.large_string()) for name in ("source_file", "source", "url")}
        | {"line": pa.array([r["line"] for r in rows], pa.int64())}
    )
    columns = {name: pa.array([r["found"][i] for r in rows], found) for i, name in enumerate(FOUND)}
    columns["body"] = pa.array([[e for pair in r["body"] for e in pair] for r in rows], pa.list_(pa.int32()))
    columns["left_out"] = pa.array([r["left_out"] for r in rows], pa.list_(block))
    lines = article_lines(articles, pa.RecordBatch.from_pydict(columns), [r["id"] for r in rows]).to_pylist()
    for row, line in zip(rows, lines, strict=True):
        assert line.endswith("}\n")
        assert "\n" not in line[:-1]
        values = {name: field and field["value"] for name, field in zip(FOUND, row["found"], strict=True)}
        places = [
            {"field": name, "start": field["start"], "end": field["end"], "origin": field["origin"]}
            for name, field in zip(FOUND, row["found"], strict=True)
            if field
        ]
        expected = {name: row[name] for name in ("id", "source_file", "line", "source", "url")} | values
        expected |= {"found": places, "body": [list(pair) for pair in row["body"]], "left_out": row["left_out"]}
        assert json.loads(line) == expected
        assert list(json.loads(line)) == list(expected)
