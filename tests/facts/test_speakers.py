import pytest

from dedup.facts.names import Names
from dedup.facts.speakers import Earlier, speaker


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("It was late, the port ministry said.", "port ministry"),
        ("It was late, according to the harbour office.", "harbour office"),
        ("“It was late,” Anna Berg told AFP.", "Anna Berg"),
        ("“It was late,” said Anna Berg.", "Anna Berg"),
        ("Mayor Anna Berg said it was late.", "Anna Berg"),
        ("According to the ministry's statement, it was late.", "ministry"),
        ("« Il est tard », a déclaré Anna Berg.", "Anna Berg"),
        ("Selon le ministère, il est tard.", "le ministère"),
        ("市長は「遅い」と述べた。", "市長"),
        ("警察によると、遅かった。", "警察"),
        ("It was late.", None),
    ],
)
def test_attribution(text, who):
    assert speaker(text, Names()) == who


def test_pronoun_is_the_last_speaker():
    assert speaker("She added that it was late.", Names(), Earlier(person="Anna Berg")) == "Anna Berg"


def test_surname_is_given_in_full():
    known = Names()
    known.resolve("Anna Berg")
    assert speaker("It was late, Berg said.", known) == "Anna Berg"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("While Vik said the dyke would hold, engineers warned that it would not.", "Vik"),
        ("If the weather holds, crews said they would sail.", "crews"),
        ("The mayor, Ann Rae, told AFP the pool was shut.", "Ann Rae"),
        ("Ann Rae, an aide at Day, Dusk & Co., said the pool was shut.", "Ann Rae"),
        ("Vik rejected the plan and said it was dead.", "Vik"),
        ("A clerk at the works in Lorvik, Norway, said it was late.", "clerk"),
        ("The head of Acmo, Ann Rae, told The Post that it was late.", "Ann Rae"),
        ("Ann Rae, R-Texas, said it was late.", "Ann Rae"),
        ("Vik left the room, saying the plan was dead.", "Vik"),
        ("The pool, the council said on Friday, is shut.", "council"),
        ("The pool is shut, said a spokesman for the council.", "spokesman for the council"),
        ("Mayor Ann Rae (Green) said the pool was shut.", "Ann Rae"),
        ("The plan was dead, the ministry said, according to the Lorvik Post.", "Lorvik Post"),
        ("And from Chairwoman Ann Rae: “The pool is shut.”", "Ann Rae"),
        ("The clinic reported nine deaths.", "clinic"),
        ("The firm announced that it would close.", "firm"),
        ("Die Brücke ist gesperrt, sagte Anna Müller.", "Anna Müller"),
        ("Laut Polizei ist die Brücke gesperrt.", "Polizei"),
        ("「橋は落ちた」と市長は述べた。", "市長"),
        ("警方表示，大桥已经倒塌。", "警方"),
    ],
)
def test_subject_of_a_verb_of_saying(text, who):
    assert speaker(text, Names()) == who


@pytest.mark.parametrize(
    "text",
    [
        "Vik was told the pool was shut.", "Residents were warned to leave.", "The loss is estimated at 3 million.",
        "The firm added 300 jobs.", "The firm reported a profit.", "The storm claimed 14 lives.", "Vik wrote a novel.",
        "The judge denied bail to Vik.", "The acknowledged leader was absent.", "When asked if it was late, they left.",
        "A day after Vik said he would go, the pool was shut.",
    ],
)  # fmt: skip
def test_no_attribution(text):
    assert speaker(text, Names()) is None


def test_what_is_said_inside_a_quotation_is_not_the_sentence_s_speaker():
    assert speaker("“The mayor said no,” Vik told AFP.", Names()) == "Vik"


def test_a_role_alone_is_its_only_holder_and_she_is_not_a_man():
    known = Names()
    known.hold("finance minister", "Ole Vik")
    assert speaker("The minister said it was late.", known) == "Ole Vik"
    known.note("Ole Vik", ["Mr"])
    assert speaker("She said it was late.", known, Earlier(person="Ole Vik")) is None
