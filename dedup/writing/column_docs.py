"""What each column of the tables means: read by `dedup help columns` and held against `docs/columns.md` by a test."""

from __future__ import annotations

from collections.abc import Mapping

# Kinds of `tables.COLUMNS` in words.
KINDS: Mapping[str, str] = {
    "text": "text",
    "int": "number",
    "ratio": "0 to 1",
    "texts": "list of texts",
    "spans": "list of [start, end]",
    "found": "list of {field, start, end, origin}",
    "left_out": "list of {start, end, reason}",
    "places": "list of {id, start, end, source_file, line, record}",
    "articles": "list of {id, source_file, line, record}",
}

_PLACE = {
    "source_file": "file that the article was read from",
    "line": "line of the record in that file, from 1; 0 where lines mean nothing",
    "record": "place of the article among those read from that file, from 1: with `source_file` a key of each article",
}
COLUMN_DOCS: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "id": "id of the record; made of url, source, title and text where it has none",
        **_PLACE,
        "source": "outlet that published it, as the record states",
        "url": "address, as the record states",
        "title": "headline: the record's, else the one on the page",
        "published": "time of publication, ISO 8601 at the precision stated; null where nothing states it",
        "updated": "time of the last update, ISO 8601",
        "dateline": "place named at the head of the body",
        "credit": "agency that wrote it, as the text says",
        "author": "byline",
        "language": "ISO 639-1 code",
        "found": "for each value read off the text, the span that proves it and where it comes from",
        "body": "spans of the article's own paragraphs in the raw text, in code points",
        "left_out": "spans that are not body, each with the reason",
    },
    "removed": {
        "id": "id of the removed article",
        "kept_id": "id of the article that stays for it",
        "relation": "relation of the removed article to the kept one",
        "jaccard": "Jaccard of the two shingle sets",
        "containment": "share of the removed article's shingles that stand in the kept one",
        "containment_of_kept": "share of the kept article's shingles that stand in the removed one",
        "unique_share": "share of its shingles, and words of title, captions and notes, that the kept one lacks",
        "rule": "what decided which of the two stays: contained, prefer, earliest, newest, longest, content or corpus",
        "cluster_id": "cluster of both",
        **_PLACE,
        "kept_source_file": "file that the kept article was read from; null where a corpus has it",
        "kept_line": "line of the kept article in that file; null where a corpus has it",
        "kept_record": "place of the kept article among those of its file; null where a corpus has it",
    },
    "pairs": {
        "id_a": "id of one article, smaller than the other's",
        "id_b": "id of the other article",
        "relation": "relation of a to b",
        "jaccard": "Jaccard of the two shingle sets",
        "containment_a": "share of a's shingles that stand in b",
        "containment_b": "share of b's shingles that stand in a",
        "facts_a": "of a template, the names, numbers and dates that only a has; else null",
        "facts_b": "of a template, the names, numbers and dates that only b has; else null",
        "source_file_a": "file that a was read from",
        "line_a": "line of a in that file, from 1; 0 where lines mean nothing",
        "record_a": "place of a among the articles of its file, from 1",
        "source_file_b": "file that b was read from",
        "line_b": "line of b in that file, from 1; 0 where lines mean nothing",
        "record_b": "place of b among the articles of its file, from 1",
    },
    "clusters": {
        "cluster_id": "smallest id of its members",
        "representative": "id of the article that stands for the cluster",
        "members": "ids of all its articles",
        "sources": "outlets of its articles",
        "first_seen": "earliest time of publication among them",
        "places": "where each of its articles stands, in the order of `members`",
    },
    "repeats": {
        "passage_id": "hash of the passage's normalised text",
        "kind": "within_article, boilerplate, quotation or agency_text",
        "text": "the passage, as its first place spells it",
        "sources": "outlets that it stands in",
        "places": "every place, with offsets into the raw text",
    },
    "rejects": {
        "source_file": "file that the record stands in",
        "line": "line of the record in that file, from 1; 0 where lines mean nothing",
        "reason": "why it could not be read",
        "raw_base64": "its bytes (the beginning of long ones), in base64",
    },
}
