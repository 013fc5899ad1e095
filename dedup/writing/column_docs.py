"""What each column means, of the tables that a pass writes and of what commands print.

Read by `dedup help columns`; a test holds `docs/columns.md` against it.
"""

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
    "line": "line of the record in that file, from 1; 0 where lines mean nothing; in Python the position, from 0",
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

# What commands print, by command: for each column its kind and its meaning.
PRINTED_DOCS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "score": {
        "id": ("text", "id of the article"),
        "verdict": ("text", "duplicate, near_duplicate, mostly_known, partly_new or new"),
        "novelty": ("0 to 1", "share of the body's words that stand in no passage of a known article"),
        "matches": (
            "list of {id, relation, jaccard, containment, containment_of_match, spans}",
            "known articles that it is related to, closest first; spans as `[start, end, start there, end there]`",
        ),
        "paragraphs": (
            "list of {start, end, novelty, source_id}",
            "the body's paragraphs: how much of each is new, and the source that explains most of it (jsonl only)",
        ),
        "provenance": (
            "list of {source_id, share, spans}",
            "the fewest known articles that explain what is not new, largest share first",
        ),
        "same_story": ("list of {id, similarity}", "known articles on the same story in other words; TF-IDF cosine"),
    },
    "compare": {
        "claim_id": ("text", "hash that names the claim"),
        "story": ("text", "story that the claim belongs to; one unless `--split` is given"),
        "status": ("text", "agreed, conflicting, related (of another event) or single"),
        "claim": ("text", "the claim, in the wording closest to all others"),
        "outlets": ("number", "outlets that make the claim"),
        "witnesses": ("number", "independent texts that make the claim: copies of one text count once"),
        "article": ("text", "id of the article of this row"),
        "source": ("text", "its outlet"),
        "credit": ("text", "agency that wrote it, as the text says"),
        "date": ("text", "its time of publication, ISO 8601"),
        "witness": ("text", "independent text that it belongs to"),
        "state": ("text", "present, absent, not_extracted or truncated"),
        "relation": (
            "text",
            "of its claim to that wording: same, paraphrase, partial, conflict or related; empty for that one",
        ),
        "speaker": ("text", "who says it in the article"),
        "quote": ("text", "its words"),
        "start": ("number", "where they begin in the raw text, in code points"),
        "end": ("number", "where they end"),
        "facts": ("text", "figures, dates and names in them"),
    },
    "passages": {
        "a_start": ("number", "where the passage begins in A, in code points"),
        "a_end": ("number", "where it ends in A"),
        "b_start": ("number", "where it begins in B"),
        "b_end": ("number", "where it ends in B"),
        "similarity": ("0 to 1", "how alike both wordings are"),
        "kind": ("text", "verbatim, edited or reworded"),
        "quote_a": ("text", "the passage in A"),
        "quote_b": ("text", "the passage in B"),
    },
    "clean": {
        "id": ("text", "id of the article"),
        "source_file": ("text", "file that it was read from"),
        "line": ("number", "line of the record in that file"),
        "source": ("text", "outlet, as the record states"),
        "url": ("text", "address, as the record states"),
        "title": ("text", "headline; in jsonl `{value, start, end, origin}`, and so are the six below"),
        "published": ("text", "time of publication, ISO 8601"),
        "updated": ("text", "time of the last update"),
        "dateline": ("text", "place named at the head of the body"),
        "credit": ("text", "agency that wrote it"),
        "author": ("text", "byline"),
        "language": ("text", "ISO 639-1 code"),
        "text": ("text", "the body"),
        "body": ("list of [start, end]", "its spans in the raw text (jsonl only)"),
        "left_out": ("list of {start, end, reason}", "what is not body, and why (jsonl only)"),
    },
    "tune": {
        "threshold": ("0 to 1", "a value of `--threshold`"),
        "pairs": ("number", "pairs that are near-duplicates at it"),
        "removed": ("number", "distinct bodies that would be removed; copies of one text count once"),
        "detection": ("0 to 1", "probability that a pair exactly at it is found"),
        "precision": ("0 to 1", "with `--labels`: share of the pairs called the same that are"),
        "recall": ("0 to 1", "with `--labels`: share of the pairs that are the same that are called so"),
        "f1": ("0 to 1", "with `--labels`: harmonic mean of both"),
        "b3_precision": ("0 to 1", "with `--labels`: B³ precision of the clusters"),
        "b3_recall": ("0 to 1", "with `--labels`: B³ recall of the clusters"),
        "b3_f1": ("0 to 1", "with `--labels`: B³ F1 of the clusters"),
    },
}
