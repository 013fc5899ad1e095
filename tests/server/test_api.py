"""What the interface answers, asked over HTTP as a client would."""

import json

import pytest

from tests.server.texts import article, text_of

LINES = "application/x-ndjson"


def add(server, *articles):
    for one in articles:
        assert server.post("/v1/articles", one).status in (200, 201)


def test_a_new_article_is_new_and_has_the_fields_of_the_command_line(server):
    answer = server.post("/v1/score", article(1))
    assert answer.status == 200
    assert list(answer.json) == [
        "id", "verdict", "novelty", "matches", "paragraphs", "provenance", "same_story"
    ]  # fmt: skip
    assert (answer.json["id"], answer.json["verdict"], answer.json["novelty"]) == ("a1", "new", 1.0)


def test_an_article_that_was_added_is_a_duplicate_at_once(server):
    assert server.post("/v1/articles", article(2)).json == {"id": "a2", "outcome": "added"}
    answer = server.post("/v1/score", article(2, id="other")).json
    assert (answer["verdict"], answer["matches"][0]["id"]) == ("duplicate", "a2")


def test_adding_can_be_repeated(server):
    first = server.post("/v1/articles", article(3))
    again = server.post("/v1/articles", article(3))
    changed = server.post("/v1/articles", article(3, text=text_of(1003)))
    assert [(a.status, a.json["outcome"]) for a in (first, again, changed)] == [
        (201, "added"), (200, "known"), (200, "version")
    ]  # fmt: skip
    assert server.get("/v1/articles/a3").json["text"] == text_of(1003)


def test_an_article_without_id_gets_one_of_its_content(server):
    given = {key: value for key, value in article(4).items() if key != "id"}
    first, again = server.post("/v1/articles", given), server.post("/v1/articles", given)
    assert len(first.json["id"]) == 16
    assert again.json == {"id": first.json["id"], "outcome": "known"}


def test_a_known_article_comes_back_as_it_went(server):
    given = article(5, date="2024-03-01", section="harbours", extra_list=[1, None])
    add(server, given)
    found = server.get("/v1/articles/a5").json
    assert {name: found[name] for name in ("id", "title", "source", "date", "text")} == {
        name: given[name] for name in ("id", "title", "source", "date", "text")
    }
    assert found["extra"] == {"section": "harbours", "extra_list": [1, None]}


@pytest.mark.parametrize("name", ["a/b?c#d", "ä ö/../x", "<script>", "% 25", "新聞 1", "a&b=c", "line\nend", '"'])
def test_any_id_goes_through(server, name):
    from urllib.parse import quote

    add(server, article(6, id=name))
    path = f"/v1/articles/{quote(name, safe='')}"
    assert server.get(path).json["id"] == name
    assert server.delete(path).json == {"id": name, "removed": True, "purged": False}
    assert server.get(path).status == 404


def test_what_is_not_known_is_not_found(server):
    for answer in (
        server.get("/v1/articles/nobody"), server.delete("/v1/articles/nobody"), server.get("/v1/clusters/nobody")
    ):  # fmt: skip
        assert answer.status == 404
        assert answer.json["detail"] == "the corpus has no such article"


def test_a_purged_article_is_gone_from_the_file(server, corpus_path):
    word = "zuxolobavi" * 3
    text = text_of(7) + f"\nThe {word} stood in no other article of the whole wide world until today."
    add(server, article(7, text=text), article(7, text=text + " Or nearly so."))
    # what is stored is compressed, but the log and the file hold the id as it is
    add(server, article(8, id=word))
    files = [path for path in corpus_path.parent.iterdir() if path.name.startswith(corpus_path.name)]
    assert any(word.encode() in path.read_bytes() for path in files)
    assert server.delete(f"/v1/articles/{word}?purge=true").json == {"id": word, "removed": True, "purged": True}
    assert server.delete("/v1/articles/a7?purge=true").json["removed"]
    assert not any(word.encode() in path.read_bytes() for path in files if path.exists())
    assert server.post("/v1/score", article(7, text=text)).json["verdict"] == "new"
    assert server.delete(f"/v1/articles/{word}?purge=true").json == {"id": word, "removed": False, "purged": True}


def test_lines_are_answered_line_by_line(server):
    add(server, article(10))
    lines = [json.dumps(article(10)), "", "{broken", json.dumps({"title": "no text"}), json.dumps(article(11))]
    answer = server.post("/v1/score", "\r\n".join(lines), content_type=LINES)
    assert answer.status == 200
    assert answer.headers["content-type"] == LINES
    assert [(a.get("id"), a.get("line")) for a in answer.lines] == [("a10", None), (None, 3), (None, 4), ("a11", None)]
    assert [a.get("verdict") for a in answer.lines] == ["duplicate", None, None, "new"]


def test_many_lines_come_in_their_order_and_are_added_at_once(server):
    articles = [article(2000 + number, text=text_of(2000 + number, 2)) for number in range(150)]
    body = "\n".join(map(json.dumps, articles))
    added = server.post("/v1/articles", body, content_type=LINES).lines
    assert added == [{"id": one["id"], "outcome": "added"} for one in articles]
    scored = server.post("/v1/score", body, content_type=LINES).lines
    assert [one["id"] for one in scored] == [one["id"] for one in articles]
    assert {one["verdict"] for one in scored} == {"duplicate"}


def test_articles_are_listed_newest_first_part_by_part(server):
    add(server, *(article(number) for number in range(20, 25)))
    first = server.get("/v1/articles?limit=2").json
    second = server.get(f"/v1/articles?limit=2&before={first['before']}").json
    assert [a["id"] for a in first["articles"] + second["articles"]] == ["a24", "a23", "a22", "a21"]
    assert first["articles"][0]["characters"] == len(text_of(24))


def test_articles_are_found_by_their_words(server):
    add(server, article(30, title="Harbour Zukovobalu rebuilt"), article(31, title="Zukovobalu floods"),
        article(32, title="Harbour floods"))  # fmt: skip

    def find(query, limit=50):
        return [a["id"] for a in server.get(f"/v1/articles?query={query}&limit={limit}").json["articles"]]

    assert find("zukovobalu") == ["a31", "a30"]
    assert find("ZUKOVOBALU%20harbour") == ["a30"]
    assert find("zukovobalu", 1) == ["a31"]
    assert find("zukovobalu%20nowherewordatall") == []
    assert find("%20.%20") == []
    server.delete("/v1/articles/a31")
    assert find("zukovobalu") == ["a30"]


def test_copies_make_a_cluster(server):
    text = text_of(40)
    add(server, article(40), article(41, text=text, source="The Andes Observer"),
        article(42, text=text + "\nA sentence more."), article(43))  # fmt: skip
    cluster = server.get("/v1/clusters/a41").json
    assert cluster["members"] == ["a40", "a41", "a42"]
    assert (cluster["cluster_id"], cluster["representative"]) == ("a40", "a42")
    assert cluster["sources"] == ["Fjord Today", "The Andes Observer"]
    assert server.get("/v1/clusters/a43").json["members"] == ["a43"]
    listed = server.get("/v1/clusters?limit=4").json["clusters"]
    assert listed == [cluster]


def test_articles_are_compared_with_known_ones(server):
    told = (
        "Norland and Sudland agreed on Tuesday to reopen the border bridge at Karn. {} people crossed it on Wednesday."
    )
    add(server, {"id": "n1", "source": "Karn Post", "text": told.format("About 300")})
    request = {"ids": ["n1"], "articles": [{"id": "n2", "source": "Sud Today", "text": told.format("About 900")}]}
    found = server.post("/v1/compare", request).json
    assert {one["id"] for one in found["articles"]} == {"n1", "n2"}
    assert found["claims"]
    assert server.post("/v1/compare", {}).json["claims"] == []
    report = server.post("/v1/compare?format=html", request)
    assert report.headers["content-type"].startswith("text/html")
    assert b"Karn Post" in report.body


def test_what_can_not_be_compared_is_a_problem(server):
    assert server.post("/v1/compare", {"ids": ["nobody"]}).status == 404
    assert server.post("/v1/compare", {"ids": ["x"] * 51}).status == 422
    assert server.post("/v1/compare", {"texts": ["x"]}).status == 422


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"text": 5}', b'{"title": "x"}', b'{"text": ""}', b"\xff", b'{"text": "x", "id": 7}']
)
def test_what_is_no_article_is_a_problem_that_repeats_nothing_of_it(server, body):
    answer = server.post("/v1/score", body, content_type="application/json")
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json) == {"type", "title", "status", "detail", "request_id"}
    assert answer.json["request_id"] == answer.headers["x-request-id"]


def test_other_media_types_methods_and_paths_are_problems(server):
    assert server.post("/v1/score", "text=x", content_type="application/x-www-form-urlencoded").status == 415
    wrong = server.ask("PUT", "/v1/score")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")
    assert server.get("/v2/score").status == 404
    assert server.get("/static/../app.py").status == 404


def test_it_is_alive_ready_and_counted(server):
    assert server.get("/healthz").json == server.get("/readyz").json == {"status": "ok"}
    metrics = server.get("/metrics").body.decode()
    assert 'dedup_requests_total{method="POST",route="/v1/score",status="200"}' in metrics
    assert "dedup_writer_ready 1.0" in metrics


def test_the_log_says_nothing_of_what_was_asked(server):
    server.post("/v1/articles", article(50, id="secret-id", title="Secret headline"), x_request_id="mine-1")
    server.get("/v1/articles/secret-id?query=secret")
    server.get("/v1/articles?query=secretword")
    log = "".join(server.log)
    assert "mine-1 POST /v1/articles 201" in log
    assert "ecret" not in log
