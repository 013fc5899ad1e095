from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.neighbours import StoryText, neighbours
from dedup.matching.stories import average_linkage, split_stories

STRIKE = [
    StoryText("Dockworkers strike closes Harbour City port", "Dockworkers walked off the job in a pay dispute, closing "
              "the container port of Harbour City.", "2024-03-04"),
    StoryText("Port shut as dockworkers strike", "The container port of Harbour City stayed shut after dockworkers "
              "began a strike over pay.", "2024-03-05"),
    StoryText("Harbour City: dockworkers vow to go on", "Union leaders of the dockworkers said the strike at the port "
              "would go on until the pay dispute is settled.", "2024-03-06"),
]  # fmt: skip
COMET = [
    StoryText("Comet Aldera lights up northern skies", "Astronomers watched comet Aldera pass its closest point to "
              "the sun on Tuesday night.", "2024-03-05"),
    StoryText("Astronomers hail comet Aldera", "Comet Aldera, seen with the naked eye, passed the sun, astronomers "
              "said.", "2024-03-06"),
]  # fmt: skip
PILE = [STRIKE[0], COMET[0], STRIKE[1], COMET[1], STRIKE[2]]


def test_a_mixed_pile_is_split_by_event():
    assert split_stories(PILE) == [[0, 2, 4], [1, 3]]


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(len(PILE))))
def test_the_grouping_does_not_depend_on_the_order(order):
    stories = split_stories([PILE[i] for i in order])
    assert sorted(sorted(order[i] for i in story) for story in stories) == [[0, 2, 4], [1, 3]]


def test_articles_outside_the_window_are_not_tied():
    later = StoryText(STRIKE[1].title, STRIKE[1].text, "2025-03-05")
    pile = [STRIKE[0], later, *COMET]
    assert split_stories(pile, days=30) == [[0], [1], [2, 3]]


def test_an_undated_article_may_join_any_story():
    undated = StoryText(STRIKE[1].title, STRIKE[1].text, None)
    assert split_stories([STRIKE[0], undated, *COMET], days=30) == [[0, 1], [2, 3]]


def test_piles_too_small_to_compare_are_left_as_they_are():
    assert split_stories([]) == []
    assert split_stories([STRIKE[0]]) == [[0]]
    assert split_stories([StoryText("", ""), StoryText("", "")]) == [[0], [1]]


def test_text_without_spaces_is_compared_by_its_characters():
    pile = [
        StoryText("港湾でストライキ", "港湾労働者が月曜日にストライキを始めた。"),
        StoryText("港湾労働者のストライキ続く", "港湾労働者は火曜日もストライキを続けた。"),
        StoryText("彗星が太陽に接近", "天文学者は彗星が太陽に近づくのを観測した。"),
        StoryText("彗星の観測", "彗星は太陽のそばを通ったと天文学者が述べた。"),
    ]
    assert split_stories(pile) == [[0, 1], [2, 3]]


def test_neighbours_keep_the_nearest_and_name_each_pair_once():
    found = neighbours(PILE, None, nearest=1, least=0.0)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert all(left < right for left, right in pairs)
    assert (1, 3) in pairs
    assert all(0 <= s <= 1 for s in found.similarity.tolist())


def test_average_linkage_does_not_chain():
    # 0~1 and 1~2 are sure, 0~2 is nothing: the mean of 2 against {0, 1} is .45
    ties = [{1: 0.95}, {0: 0.95, 2: 0.9}, {1: 0.9}]
    assert sorted(map(sorted, average_linkage(ties, 0.5))) == [[0, 1], [2]]


def test_average_linkage_joins_what_is_alike_all_round():
    ties = [{1: 0.8, 2: 0.7}, {0: 0.8, 2: 0.75}, {0: 0.7, 1: 0.75}]
    assert sorted(map(sorted, average_linkage(ties, 0.5))) == [[0, 1, 2]]
