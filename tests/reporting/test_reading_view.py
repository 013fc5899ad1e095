"""Articles to read: nothing of the text is lost, paragraphs know whether they are copied, margins hold the others."""

from __future__ import annotations

import pytest

from dedup.reporting.comparison_view import comparison_view
from dedup.reporting.matrix import heat_map, paragraph_columns
from dedup.reporting.reading_view import annotated_articles, closest_pair
from dedup.reporting.speakers import speakers
from tests.reporting import example


@pytest.fixture(scope="module")
def view():
    return comparison_view(example.comparison())


@pytest.fixture(scope="module")
def articles(view):
    return {a.article.id: a for a in annotated_articles(view, view.rows, example.texts())}


def test_segments_join_back_to_the_body(articles):
    texts = example.texts()
    for article in example.comparison()["articles"]:
        told = [p.text for p in articles[article["id"]].paragraphs]
        assert told == [texts[article["id"]][start:end] for start, end in article["body"]]


def test_what_is_outside_the_body_is_kept_as_left_out(articles):
    left = "\n".join(articles["ledger-1120"].left_out)
    assert "Read Next" in left
    assert "open negotiations" not in left


def test_every_claim_has_an_anchor_where_it_starts(view, articles):
    for row in view.rows:
        for cell in row.spans:
            annotated = articles[cell.article.id]
            anchors = [a for p in annotated.paragraphs for s in p.segments for a in s.anchors]
            assert cell.anchor in (*anchors, *annotated.strays)


def test_copies_are_copied_and_the_first_is_its_own(articles):
    assert {p.kind for p in articles["ledger-1120"].paragraphs} == {"own"}
    assert {p.kind for p in articles["ferry-1121"].paragraphs} == {"copied"}
    assert "edited" in {p.kind for p in articles["meridian-1120"].paragraphs}


def test_the_margin_holds_other_witnesses_and_who_is_silent(articles):
    note = next(n for p in articles["ledger-1120"].paragraphs for n in p.notes if n.row.text.startswith("About 700"))
    assert {c.article.id for c in note.others} == {"meridian-1120", "hokuyo-1121", "lecap-1121"}
    assert "Fjord Today" in note.silent


def test_side_by_side_begins_with_two_witnesses(view):
    left, right = closest_pair(view, view.rows)
    assert left.witness != right.witness


def test_heat_map_puts_the_copier_in_the_row(view):
    heat = heat_map(view)
    assert any("of The Nordic Post stands in The Pacific Ledger" in s.title for s in heat.squares)
    assert {s.text for s in heat.squares} == {"98", "100", "11"}


def test_columns_of_paragraphs_share_one_scale(view, articles):
    columns = {c.article.id: c for c in paragraph_columns(view, list(articles.values())).columns}
    assert "100 % copied" in columns["ferry-1121"].title
    assert dict(columns["ferry-1121"].paths).keys() == {"copied"}


def test_speakers_merge_under_the_longest_name_and_quotes_are_compared(view):
    data = example.comparison()
    for claim in data["claims"]:
        for cell in claim["cells"]:
            if cell.get("speaker") == "Ingrid Solbakken" and cell["article"] == "courier-1120":
                cell["speaker"] = "Solbakken"
    found = {s.name: s for s in speakers(comparison_view(data).rows)}
    assert found["Ingrid Solbakken"].other_names == ("Solbakken",)
    road = found["Ingrid Solbakken"].statements[0]
    assert next(p.text for p in road.variants[1].pieces if p.op == "delete").strip(" ,") == "a road"
