"""Verdict, novelty and provenance of an article against a corpus."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.corpus.corpus import Corpus
from dedup.corpus.query import EXHAUSTIVE
from dedup.errors import UsageError
from dedup.jobs.api import run
from dedup.jobs.score import score, score_and_add, score_batch, score_inputs
from dedup.settings import Settings

WHOLE = Settings(clean=False)
_SYLLABLES = tuple("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split())


def sentence(rng: random.Random, words: int = 18) -> str:
    made = ("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(words))
    return " ".join(made).capitalize() + "."


def paragraphs(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(sentence(rng) for _ in range(3)) for _ in range(count)]


def an(name: str, *parts: str, title: str | None = None) -> Article:
    return Article(id=name, text="\n\n".join(parts), title=title)


@pytest.fixture
def corpus(tmp_path):
    with Corpus(tmp_path / "known.corpus", WHOLE) as made:
        yield made


ONE, TWO, THREE = paragraphs(1, 8), paragraphs(2, 8), paragraphs(3, 8)


def test_an_unknown_article_is_new(corpus):
    corpus.add([an("one", *ONE)])
    result = score(an("x", *TWO), corpus)
    assert (result.verdict, result.novelty, result.matches, result.provenance) == ("new", 1.0, (), ())
    assert [p.novelty for p in result.paragraphs] == [1.0] * 8
    assert {p.source_id for p in result.paragraphs} == {None}


def test_an_empty_corpus_knows_nothing(corpus):
    assert score(an("x", *TWO), corpus).verdict == "new"
    assert score(an("x", ""), corpus).verdict == "new"


def test_a_known_text_is_a_duplicate_whatever_its_case_and_marks(corpus):
    corpus.add([an("one", *ONE)])
    result = score(an("x", *(p.upper().replace(".", " !") for p in ONE)), corpus)
    assert result.verdict == "duplicate"
    (match,) = result.matches
    assert (match.id, match.relation, match.jaccard) == ("one", "identical", 1.0)
    assert result.provenance[0].share == 1.0


def test_a_short_known_text_is_explained_whole(corpus):
    corpus.add([an("one", "Fire at the mill.")])
    result = score(an("x", "Fire at the mill!"), corpus)
    assert (result.verdict, result.novelty) == ("duplicate", 0.0)
    assert result.provenance[0].spans == ((0, 16, 0, 16),)


def test_relations_go_from_the_article_to_the_known_one(corpus):
    corpus.add([an("one", *ONE)])
    (match,) = score(an("x", *ONE[:3]), corpus).matches
    assert match.relation == "contained"
    assert match.containment == 1.0
    assert match.containment_of_match < 0.5
    (match,) = score(an("y", *ONE, *TWO, *THREE), corpus).matches
    assert match.relation == "contains"
    assert match.containment_of_match == 1.0


def test_an_edited_copy_is_a_near_duplicate(corpus):
    corpus.add([an("one", *ONE)])
    result = score(an("x", *ONE[:7], TWO[0]), corpus)
    assert result.verdict == "near_duplicate"
    assert result.paragraphs[7].novelty == 1.0
    assert result.paragraphs[0].novelty == 0.0


def test_a_mixture_is_traced_to_its_sources(corpus):
    corpus.add([an("one", *ONE), an("two", *TWO), an("copy", *ONE, THREE[5])])
    text = an("x", ONE[0], ONE[1], THREE[0], TWO[4], THREE[1], ONE[2])
    result = score(text, corpus)
    assert [source.source_id for source in result.provenance] == ["one", "two"]
    assert result.verdict == "partly_new"
    assert [p.source_id for p in result.paragraphs] == ["one", "one", None, "two", None, "one"]
    assert sum(source.share for source in result.provenance) + result.novelty == pytest.approx(1)
    for source in result.provenance:
        known = corpus.get(source.source_id).text
        for start, end, their_start, their_end in source.spans:
            assert text.text[start:end].split()[1:-1] == known[their_start:their_end].split()[1:-1]


def test_the_first_of_equal_sources_explains(corpus):
    corpus.add([an("wire", *ONE)])
    corpus.add([an("a-copy", *ONE, TWO[0])])
    result = score(an("x", *ONE[:4], *THREE), corpus)
    assert [source.source_id for source in result.provenance] == ["wire"]


@pytest.mark.parametrize("order", ["PLSC", "CSLP", "LCPS", "SPCL"])
def test_provenance_does_not_depend_on_the_order_of_adding(tmp_path, order):
    known = {
        "P": an("P", *ONE[1:3]), "S": an("S", *ONE), "L": an("L", *ONE, *TWO), "C": an("C", *ONE[1:3]),
    }  # fmt: skip
    with Corpus(tmp_path / "c", WHOLE) as corpus:
        for name in order:
            corpus.add([known[name]])
        result = score(an("q", *ONE[1:3], THREE[0]), corpus)
        assert [source.source_id for source in result.provenance] == ["C"]
        corpus.remove("C")
        assert [s.source_id for s in score(an("q", *ONE[1:3], THREE[0]), corpus).provenance] == ["P"]


def test_a_short_excerpt_is_found_whatever_was_sampled(tmp_path):
    """Of twelve words, half of all excerpts share no sampled shingle with the article that they stand in."""
    known = [an(f"k{n}", *paragraphs(5000 + n, 4)) for n in range(EXHAUSTIVE + 50)]
    with Corpus(tmp_path / "c", WHOLE) as corpus:
        corpus.add(known)
        for n in range(0, len(known), 20):
            words = known[n].text.split()
            for length in (12, 20, 40):
                result = score(an("x", " ".join(words[7 : 7 + length])), corpus)
                assert [(m.id, m.relation) for m in result.matches] == [(f"k{n}", "contained")], (n, length)
                assert result.verdict == "mostly_known"


def test_an_update_with_the_same_standfirst_and_other_entries_is_no_duplicate(tmp_path):
    standfirst = ONE[0]
    first = "\n\n".join([standfirst, "09:10", ONE[1], "09:40", ONE[2], "10:05", ONE[3]])
    later = "\n\n".join([standfirst, "14:20", TWO[1], "14:55", TWO[2], "15:30", TWO[3]])
    for clean in (True, False):
        with Corpus(tmp_path / f"c{clean}", Settings(clean=clean)) as corpus:
            corpus.add([an("morning", first)])
            result = score(an("afternoon", later), corpus)
            assert result.verdict in ("new", "partly_new")
            assert not {m.relation for m in result.matches} & {"identical", "near_duplicate", "contained"}


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_equal_sources_the_earliest_explains(tmp_path, order):
    dated = {"a": Article(id="a", text=an("a", *ONE).text, date="2024-03-02T09:00:00+09:00"),
             "b": Article(id="b", text=an("b", *ONE).text, date="2024-03-01T23:00:00Z")}  # fmt: skip
    with Corpus(tmp_path / "c", WHOLE) as corpus:
        for name in order:
            corpus.add([dated[name]])
        assert score(an("q", *ONE[:4], *THREE), corpus).provenance[0].source_id == "b"


def test_a_paragraph_lifted_into_another_story_is_an_overlap(corpus):
    corpus.add([an("one", *ONE)])
    result = score(an("x", *TWO, ONE[3], *THREE), corpus)
    assert [(m.id, m.relation) for m in result.matches] == [("one", "overlap")]
    assert result.provenance[0].source_id == "one"
    assert result.provenance[0].share < 0.1


def test_mostly_known_and_novelty_follow_the_settings(tmp_path):
    with Corpus(tmp_path / "c", WHOLE.with_(threshold=0.95, recall=0.9)) as corpus:
        corpus.add([an("one", *ONE)])
        assert score(an("x", *ONE[:7], TWO[0]), corpus).verdict == "mostly_known"
    with Corpus(tmp_path / "c", WHOLE.with_(threshold=0.95, recall=0.9, novelty_known=0.05, novelty_new=0.1)) as corpus:
        assert score(an("x", *ONE[:7], TWO[0]), corpus).verdict == "new"


def test_the_same_story_in_other_words_is_a_neighbour_and_no_match(corpus):
    rng = random.Random(5)
    names = ["Varnholm", "Ostrava", "Kaldera", "Milbrook", "trawler", "harbourmaster", "mooring", "collision"]
    told = an("told", " ".join(" ".join(rng.sample(names, 6)) + " " + sentence(rng, 5) for _ in range(12)))
    retold = an("x", " ".join(sentence(rng, 4) + " " + " ".join(rng.sample(names, 6)) for _ in range(12)))
    corpus.add([told, *(an(f"other-{n}", *paragraphs(n, 5)) for n in range(10, 60))])
    result = score(retold, corpus)
    assert [neighbour.id for neighbour in result.same_story] == ["told"]
    assert result.same_story[0].similarity > 0.3
    assert result.matches == ()
    assert result.verdict == "new"


def test_what_shares_text_is_no_neighbour(corpus):
    corpus.add([an("one", *ONE), *(an(f"other-{n}", *paragraphs(n, 5)) for n in range(10, 40))])
    assert score(an("x", *ONE[:6], *TWO[:2]), corpus).same_story == ()


def test_a_batch_scores_as_its_articles_do_one_by_one(corpus):
    corpus.add([an("one", *ONE), an("two", *TWO), an("empty", "")])
    asked = [an("x", *ONE[:5], *THREE), an("empty", ""), an("y", *TWO), an("z", "word"), an("w", *THREE)]
    assert score_batch(batch_from_articles(asked), corpus) == [score(article, corpus) for article in asked]


def test_adding_as_it_goes_meets_what_came_before(corpus):
    asked = [an("a", *ONE), an("b", *ONE), an("c", *ONE[:7], TWO[0]), an("d", *TWO)]
    scores, added = score_and_add(batch_from_articles(asked), corpus)
    assert [one.verdict for one in scores] == ["new", "duplicate", "near_duplicate", "new"]
    assert scores[1].matches[0].id == "a"
    assert added.added == 2
    assert list(corpus.ids()) == ["a", "d"]


def test_files_are_scored_in_order(corpus, tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [{"id": f"n{i}", "text": "\n\n".join(paragraphs(100 + i % 300, 3))} for i in range(600)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "broken\n")
    rejects = []
    scores = [s for batch in score_inputs([path], corpus, WHOLE, rejects.append, adding=True) for s in batch]
    assert [one.id for one in scores] == [row["id"] for row in rows]
    assert [one.verdict for one in scores] == ["new"] * 300 + ["duplicate"] * 300
    assert len(rejects) == 1


def test_the_json_is_the_contracts(corpus):
    corpus.add([an("one", *ONE)])
    result = score(an("x", ONE[0], TWO[0], TWO[1]), corpus).to_dict()
    assert list(result) == ["id", "verdict", "novelty", "matches", "paragraphs", "provenance", "same_story"]
    assert list(result["matches"][0]) == ["id", "relation", "jaccard", "containment", "containment_of_match", "spans"]
    assert list(result["paragraphs"][0]) == ["start", "end", "novelty", "source_id"]
    assert list(result["provenance"][0]) == ["source_id", "share", "spans"]
    assert json.loads(json.dumps(result)) == result
    assert result["novelty"] == round(result["novelty"], 6)


def test_the_repr_says_it_in_a_line(corpus):
    corpus.add([an("one", *ONE)])
    assert repr(score(an("x", *ONE), corpus)) == "Score('x': duplicate; 100% from one, 0% new)"


def test_tables_and_html(corpus):
    corpus.add([an("<one>", *ONE)])
    result = score(an("x", *ONE[:7], TWO[0]), corpus)
    assert result.table("matches").column("id").to_pylist() == ["<one>"]
    assert result.table("paragraphs").num_rows == 8
    assert "&lt;one&gt;" in result._repr_html_()
    with pytest.raises(UsageError, match="no table 'pairs'"):
        result.table("pairs")


@st.composite
def piles(draw):
    """Articles put together from a few paragraphs, so that all relations occur."""
    stock = paragraphs(draw(st.integers(0, 5)), 9)
    picks = draw(st.lists(st.lists(st.integers(0, 8), max_size=6), min_size=2, max_size=12))
    return [an(f"n{i}", *(stock[p] for p in chosen)) for i, chosen in enumerate(picks)]


@given(pile=piles(), clean=st.booleans())
@budget(max_examples=25, deadline=None)
def test_score_finds_the_pairs_that_run_finds(pile, clean, tmp_path_factory):
    settings = Settings(clean=clean)
    expected = expand(run(pile, settings).pairs, [article.id for article in pile if article.text])
    with Corpus(tmp_path_factory.mktemp("c") / "c", settings) as corpus:
        corpus.add(pile)
        found = {(a.id, m.id): m.relation for a in pile for m in score(a, corpus).matches if m.id != a.id}
    assert found == expected


def expand(pairs, names):
    """Return the relation of each two articles: `run` ties identical ones to one of them, `score` names them all."""
    turned = {"contains": "contained", "contained": "contains"}
    tied = {name: {name} for name in names}
    for pair in pairs:
        if pair.relation == "identical":
            tied[pair.id_a] |= tied[pair.id_b]
            for name in tied[pair.id_a]:
                tied[name] = tied[pair.id_a]
    found = {(a, b): "identical" for one in tied.values() for a in one for b in one if a != b}
    for pair in pairs:
        if pair.relation != "identical":
            for a in tied[pair.id_a]:
                for b in tied[pair.id_b]:
                    found[a, b] = pair.relation
                    found[b, a] = turned.get(pair.relation, pair.relation)
    return found


def test_the_path_may_be_a_string(tmp_path: Path):
    with Corpus(str(tmp_path / "c"), WHOLE) as corpus:
        assert score(an("x", "one two three"), corpus).verdict == "new"
