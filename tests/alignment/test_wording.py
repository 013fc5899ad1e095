from dedup.alignment.wording import keys, read
from dedup.text.stems import stem


def test_inflections_share_a_stem():
    assert stem("elections") == stem("election")
    assert stem("running") == stem("ran") == stem("runs")
    assert stem("studies") == stem("studied") == stem("study")


def test_numbers_have_one_form():
    assert "11" in read("Eleven boats sank.").numbers
    assert "1200" in read("Some 1,200 boats sank.").numbers
    assert read("the third boat").numbers == read("the 3rd boat").numbers == {"3"}


def test_words_of_like_meaning_share_a_key():
    assert keys(stem("injured")) & keys(stem("hurt"))
    assert not keys(stem("injured")) & keys(stem("violin"))


def test_names_are_capitalised_words_inside_the_sentence():
    found = read("Yesterday Mayor Lena Brandt met the press.")
    assert {stem("lena"), stem("brandt")} <= found.names
    assert stem("yesterday") not in found.names


def test_quotes_reach_to_the_end_where_a_mark_is_missing():
    assert read("She said: “We will rebuild the pier.").quoted == (
        frozenset(map(stem, ["we", "will", "rebuild", "the", "pier"])),
    )
    assert len(read('"We will rebuild," she said, "the old pier."').quoted) == 2


def test_text_without_words_is_read():
    assert read("…!").words == ()
