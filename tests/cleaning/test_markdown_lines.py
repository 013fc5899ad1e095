"""Lines of Markdown that are only an image or a link are left out; links within a sentence stay."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

BODY = [
    "The ferry to Orlo sails again on Monday, after eleven weeks in dock, the harbour master told reporters.",
    "Tickets stay at four crowns until the summer, when the council will look at the fares once more.",
    "Fishermen had asked for a second boat since May, but the yard has no place for it before the autumn.",
]


def body_of(*lines):
    text = "\n\n".join(lines)
    return [text[start:end] for start, end in clean_article(Article("a", text)).body]


@pytest.mark.parametrize("line", [
    "![The ferry in dock](https://o.example/a.jpg)", '![Dock](a.png "The dock")', "[![Dock](a.png)](https://o.example)",
    "[Read more](https://o.example/more)", "- [Timetable](/times)", "![](x.jpg)",
])
def test_a_line_that_is_only_an_image_or_a_link(line):
    assert body_of(BODY[0], line, *BODY[1:]) == BODY


@pytest.mark.parametrize("line", [
    "The [harbour master](https://o.example/hm) said that the yard would need another month for the second boat.",
    "[The harbour master said that the yard would need another month.](https://o.example/hm)",
    "She called it (rightly) a good day for the town and for all who had waited [so long] for it (in vain).",
])
def test_a_sentence_stays(line):
    assert body_of(BODY[0], line, *BODY[1:]) == [BODY[0], line, *BODY[1:]]
