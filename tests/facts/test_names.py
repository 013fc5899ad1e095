from dedup.facts.facts import facts
from dedup.facts.names import Names


def names(text, known=None):
    return [f.value for f in facts(text, known=known) if f.kind == "name"]


def roles(text):
    return [(f.value, f.unit) for f in facts(text) if f.kind == "role"]


def test_role_and_name_without_nationality():
    text = "Dutch Foreign Minister Anna Berg met her counterpart, Jean Marchand."
    assert roles(text) == [("foreign minister", "Anna Berg"), ("counterpart", "Jean Marchand")]
    assert names(text) == ["Anna Berg", "Jean Marchand"]


def test_role_in_lower_case():
    assert roles("It was armed forces minister Jean Marchand.") == [("armed forces minister", "Jean Marchand")]


def test_surname_stands_for_the_full_name_last_given():
    known = Names()
    names("Mayor Anna Berg spoke.", known)
    assert names("Then Berg left.", known) == ["Anna Berg"]
    names("Her brother Karl Berg arrived.", known)
    assert names("Mr. Berg stayed.", known) == ["Karl Berg"]


def test_two_persons_are_two_names_and_one_agency_is_one():
    assert names("It was Berg and Marchand.") == ["Berg", "Marchand"]
    assert names("It was the Food and Drug Administration.") == ["Food and Drug Administration"]


def test_first_word_of_a_sentence_weekdays_and_titles_are_no_names():
    assert names("Bridges fell on Monday in March.") == []
    assert names("Yesterday Mrs. Berg left.") == ["Berg"]


def test_organisation_is_marked():
    fact = next(f for f in facts("They asked the Port Ministry.") if f.kind == "name")
    assert (fact.value, fact.unit) == ("Port Ministry", "organisation")


def test_possessive_is_not_part_of_the_name():
    text = "It was Anna Berg's idea."
    fact = next(f for f in facts(text) if f.kind == "name")
    assert text[fact.start : fact.end] == fact.value == "Anna Berg"


def test_japanese_role_after_the_name():
    assert roles("田中首相は述べた。") == [("首相", "田中")]


def test_a_role_after_a_name():
    assert roles("Ole Vik, the deputy foreign minister, spoke.") == [("deputy foreign minister", "Ole Vik")]
    assert roles("Ann Rae, chief executive of Acmo, left.") == [("chief executive", "Ann Rae")]
    assert roles("Ann Rae, 40, left.") == []


def test_a_secretary_of_state_has_a_name():
    assert roles("Secretary of State Ann Rae spoke.") == [("secretary of state", "Ann Rae")]


def test_a_name_owned_by_another_is_cut_from_it():
    text = "Talks with Norway's Prime Minister Ida Lund failed."
    assert names(text) == ["Norway", "Ida Lund"]
    assert roles(text) == [("prime minister", "Ida Lund")]
