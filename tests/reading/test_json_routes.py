"""The compiled route of JSONL gives what the route line by line gives, on whatever bytes."""

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reading.aliases import ALIASES, SITE_ADDRESS, names_for
from dedup.reading.json_columns import read_columns
from dedup.reading.json_shape import shape_of
from dedup.reading.jsonl import parse_block, parse_lines
from dedup.reading.lines import LineBlock

ordinary = st.text(max_size=12) | st.sampled_from(["", "https://a.example/x", "http://www.b.example:80/y?z", "NaN"])
texts = ordinary | st.sampled_from([" Inf,", ":NaN]", "Information, Inf"])
others = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    texts | others, lambda below: st.lists(below, max_size=3) | st.dictionaries(texts, below, max_size=3)
)
known = sorted({name for names in ALIASES.values() for name in names} | {SITE_ADDRESS})
authors = ordinary | st.lists(ordinary, max_size=3) | st.none()
inner = st.dictionaries(st.sampled_from(["url", "date", "title", "dump"]), ordinary | st.none(), max_size=3)


def _as_string(value):
    return orjson.dumps(value).decode()


regular = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "maintext": texts, "id": st.integers(-5, 10**12), "title": texts | st.none(), "source": texts,
        "url": texts | st.none(), "authors": authors, "metadata": inner | inner.map(_as_string),
        SITE_ADDRESS: texts, "note": values,
        "sitename": texts, "date": texts, "content": texts | st.just("x" * 40) | st.just("cut off …"),
        "article": texts | st.fixed_dictionaries({"text": texts, "title": texts}),
    },
)
wild = st.dictionaries(st.sampled_from([*known, "extra", "note", "Title"]), values, max_size=5)
ODD = [
    b"", b"  ", b"[1,2]", b'{"text":"a","n":NaN}', b'{"text":"a","n":[-Infinity]}', b'{"text":"a","n": Inf}',
    b'{"text":"\xff"}', b'{"text":"a","n":"\xed\xa0\x80"}', b'{"text":"\\ud800"}', b'{"text":"a","text":"b"}',
    b'{"text":"a"}{"text":"b"}', b' {"text":"a"}', b'{"text":"a"} ', b'{"text":"a","x":', b'{"y":"z"}}',
    b'{"text":"a\x00"}', b'{"text":"a","n":' + b"[" * 1500 + b"]" * 1500 + b"}", b'{"text":"a","n":1e999}',
    b'{"text":"a","n":01}', b'{"metadata":{"url":"u","url":"v"},"text":"a"}', b'{"te\\u0078t":"a"}',
    b'{"text":"a","id":12345678901234567890123}', b'{"text":"a","id":-0}', b'{"text":"a","id":1.0}',
]
line = regular.map(orjson.dumps) | wild.map(orjson.dumps) | st.sampled_from(ODD)


def _overwritten(data: bytes, at: int, byte: int) -> bytes:
    return data[: at % (len(data) + 1)] + bytes([byte]) + data[at % (len(data) + 1) + 1 :]


clean_lines = st.lists(regular.map(orjson.dumps), min_size=1, max_size=6).map(b"\n".join)
any_lines = st.lists(line, min_size=1, max_size=6)
blocks = (
    clean_lines
    | any_lines.map(b"\n".join)
    | any_lines.map(b"\r\n".join)
    | st.builds(_overwritten, clean_lines, st.integers(0, 500), st.sampled_from(b'\n"{}[]:,\\\x00\xff a'))
)


@settings(max_examples=400, deadline=None)
@given(blocks, st.booleans(), st.sampled_from([0, 17, -1]), st.integers(0, 6))
def test_both_routes_agree(data, ended, offset, seen):
    block = LineBlock("f.jsonl", data + b"\n" * ended, offset, 5)
    sample = [v for v in map(_object, data.splitlines()) if v is not None][:seen]
    names = names_for({}, sample[0] if sample else ())
    slow = parse_lines(block, names, want_extra=False)
    fast = parse_block(block, names, shape_of(sample, names), want_extra=False)
    assert _rows(fast.batch) == _rows(slow.batch)
    assert fast.rejects == slow.rejects


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": ordinary.filter(lambda text: "<" not in text)},
            optional={
                "id": st.integers(0, 99), "maintext": st.just("longer " * 9), "source": ordinary, "metadata": inner,
                "authors": st.lists(st.text("ab", min_size=1), max_size=2), "note": st.lists(others, max_size=2),
            },
        ),
        min_size=1, max_size=5,
    )
)
def test_regular_records_take_the_fast_route(records):
    # the first record shows the types
    records = [{"text": "t", "id": 1, "authors": ["a"]}, *records]
    block = LineBlock("f.jsonl", b"\n".join(map(orjson.dumps, records)), 0, 1)
    names = names_for({}, records[0])
    batch = read_columns(block, names, shape_of(records[:1], names))
    assert batch is not None
    assert _rows(batch) == _rows(parse_lines(block, names, want_extra=False).batch)


def _object(raw):
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _rows(batch):
    if batch is not None:
        batch.validate(full=True)
    return batch and (batch.schema, batch.to_pylist())
