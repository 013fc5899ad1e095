"""Labelled pages as plain text with the lines that are body; read by the cleaning gate and by `train_lines.py`.

The page sets are HTML; here all their visible text is taken line by line and the tags are thrown away.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "iframe", "option", "object", "math"}
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "nobr", "input", "button",
}  # fmt: skip
WORD = re.compile(r"\w+")


def visible_text(html: str) -> str:
    """All visible text of a page, a line for each block, nothing of the tags kept."""
    from lxml import html as lxml_html

    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))
    if not cleaned.strip():
        return ""
    root = lxml_html.document_fromstring(cleaned)
    parts: list[str] = []
    _collect(root, parts)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(node, parts) -> None:
    if isinstance(node.tag, str) and node.tag not in SKIPPED:
        block = node.tag not in INLINE
        if block:
            parts.append("\n")
        parts.append(re.sub(r"\s+", " ", node.text or ""))
        for child in node:
            _collect(child, parts)
        if block:
            parts.append("\n")
    parts.append(re.sub(r"\s+", " ", node.tail or ""))


def words(text: str) -> Counter:
    return Counter(w.lower() for w in WORD.findall(text))


def bag_scores(text: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F of the multiset of words."""
    ours, theirs = words(text), words(gold)
    shared = sum((ours & theirs).values())
    precision = shared / max(sum(ours.values()), 1)
    recall = shared / max(sum(theirs.values()), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def dragnet(data: Path) -> list[dict]:
    rows = pq.read_table(data / "pages" / "dragnet_100.parquet").to_pylist()
    return [{"id": r["id"], "text": visible_text(r["html"]), "gold": r["text"], "html": r["html"]} for r in rows]


def trafilatura(data: Path) -> list[dict]:
    rows = pq.read_table(data / "pages" / "trafilatura_250.parquet").to_pylist()
    return [
        {"id": r["id"], "text": visible_text(r["html"]), "html": r["html"],
         "must": [squeeze(s) for s in r["must"]], "must_not": [squeeze(s) for s in r["must_not"]]}
        for r in rows
    ]  # fmt: skip


def claims(data: Path) -> list[dict]:
    """Articles of the claims set: text, sentences, and which of them are boilerplate."""
    stored = pq.read_table(data / "stories" / "giveme5w1h.parquet", columns=["id", "text", "title"]).to_pylist()
    texts = {r["id"]: r for r in stored}
    out = []
    with (data / "claims" / "claims_dev.jsonl").open(encoding="utf-8") as file:
        for story in map(json.loads, file):
            marked = {(f["article"], f["start"], f["end"]) for f in story["furniture"]}
            for article in story["articles"]:
                sentences = [(s["start"], s["end"]) if isinstance(s, dict) else tuple(s) for s in article["sentences"]]
                out.append({
                    "id": article["id"], "story": story["story"], "text": texts[article["id"]]["text"],
                    "title": texts[article["id"]]["title"], "sentences": sentences,
                    "boilerplate": {(s, e) for s, e in sentences if (article["id"], s, e) in marked},
                })  # fmt: skip
    return out


def segment_scores(pages: list[tuple[str, list[str], list[str]]]) -> tuple[float, float, float]:
    """Precision, recall and F over the segments that must and must not come out of (text, must, must_not)."""
    hit = missed = wrong = 0
    for text, must, must_not in pages:
        flat = squeeze(text)
        found = sum(segment in flat for segment in must)
        hit += found
        missed += len(must) - found
        wrong += sum(segment in flat for segment in must_not)
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def marked_more(data: Path) -> list[dict]:
    """Articles of the second claims set, in the shape of `claims`."""
    out = []
    with (data / "claims" / "claims_more.jsonl").open(encoding="utf-8") as file:
        for story in map(json.loads, file):
            marked = {(f["article"], f["start"], f["end"]) for f in story["furniture"]}
            for article in story["articles"]:
                sentences = [(s["start"], s["end"]) if isinstance(s, dict) else tuple(s) for s in article["sentences"]]
                boilerplate = {(s, e) for s, e in sentences if (article["id"], s, e) in marked}
                out.append(article | {"sentences": sentences, "boilerplate": boilerplate})
    return out


# First words of forms; a sentence of a wire report that begins with one is no form.
OPENINGS = frozenset(
    """advertisement advertising already also back bookmark by close comment comments contact continue copyright credit
    discuss don't download editor's email facebook fax file follow get home image images join latest leave listen log
    mail menu more most news newsletter newsletters next now offers open password phone photo photographs photos picture
    pictures popular post premium print promoted published read receive recommended register registration related
    reporting resources return save scroll send share shares show sign similar source sponsored subscribe subscribers
    suggested tel top trending tweet twitter updated use video view watch write you""".split()
)


def wire_sentences(data: Path) -> list[tuple[str, list[str]]]:
    """Wire reports as (text, those of its lines that are sentences and open like a form)."""
    rows = pq.read_table(data / "reuters" / "docs.parquet", columns=["text"]).column("text").slice(0, 20000).to_pylist()
    out = []
    for text in rows[::4]:
        lines = [squeeze(line) for line in re.split(r"(?<=[a-z][.!?])\s+(?=[A-Z])|\n", text or "") if line.strip()]
        chosen = [
            line for line in lines
            if line[-1] in ".!?" and len(line.split()) > 4 and line.split()[0].lower().strip(",") in OPENINGS
        ]  # fmt: skip
        if chosen:
            out.append(("\n".join(lines), chosen))
    return out
