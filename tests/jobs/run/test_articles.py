"""Rows of the table `articles` against what cleaning found, row by row."""

import json

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.jobs.run.articles import FOUND, article_table
from dedup.writing.json_lines import json_lines
from dedup.writing.tables import COLUMNS, rounded

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
def test_rows_hold_what_was_found_and_where(rows):
    found = pa.struct([("value", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("origin", pa.string())])
    block = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("reason", pa.string())])
    ids, *texts = (
        pa.array([r[name] for r in rows], pa.large_string()) for name in ("id", "source_file", "source", "url")
    )
    articles = dict(zip(("source_file", "source", "url"), texts, strict=True))
    articles["line"] = pa.array([r["line"] for r in rows], pa.int64())
    bodies = {name: pa.array([r["found"][i] for r in rows], found) for i, name in enumerate(FOUND)}
    bodies["body"] = pa.array([[e for pair in r["body"] for e in pair] for r in rows], pa.list_(pa.int32()))
    bodies["left_out"] = pa.array([r["left_out"] for r in rows], pa.list_(block))
    table = rounded("articles", article_table(articles, bodies, ids, np.arange(1, len(rows) + 1)))
    assert table.column_names == list(COLUMNS["articles"])
    expected = []
    for record, row in enumerate(rows, 1):
        values = {name: field and field["value"] for name, field in zip(FOUND, row["found"], strict=True)}
        places = [
            {"field": name, "start": field["start"], "end": field["end"], "origin": field["origin"]}
            for name, field in zip(FOUND, row["found"], strict=True)
            if field
        ]
        head = {name: row[name] for name in ("id", "source_file", "line", "source", "url")} | {"record": record}
        body = [list(pair) for pair in row["body"]]
        expected.append(head | values | {"found": places, "body": body, "left_out": row["left_out"]})
    assert table.to_pylist() == expected
    (batch,) = table.to_batches()
    assert [json.loads(line) for line in json_lines(batch).to_pylist()] == expected
