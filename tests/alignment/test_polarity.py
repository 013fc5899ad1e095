import pytest

from dedup.alignment.polarity import opposed, same_act

CONTRARY = [
    ("Guards used pepper spray on the fans.", "Guards did not use pepper spray on the fans."),
    ("The keeper denied that the gate was open.", "The gate was open, a visitor said."),
    ("The mayor refused to sign the lease.", "The mayor signed the lease."),
    ("The council failed to adopt the plan.", "The council adopted the plan."),
    ("No flood warning was issued.", "The weather office issued a flood warning on Monday."),
    ("Nobody was hurt, the fire brigade said.", "Four pupils were injured, the school said."),
    ("There was no damage.", "The storm damaged several roofs."),
    ("Anders Moe was acquitted of theft.", "Anders Moe was convicted of theft."),
    ("The pilot was killed.", "The pilot, a man of 61, survived."),
    ("Prices of salmon rose in March.", "Prices of salmon fell in March."),
    ("The harbour remained closed.", "The harbour stayed open."),
    ("The ministry did not rule out a second vote.", "The ministry ruled out a second vote."),
    ("His lawyer said he would appeal.", "Lawyer Ane Dahl said her client would not appeal."),
    ("The brake had failed, an engineer said.", "An inspector said the brake had worked."),
    ("Harbour United beat Old Town 2-1.", "Harbour United lost 2-1 to Old Town."),
    ("There were no reports of damage.", "The quake damaged forty houses."),
    ("The council voted to close the pool.", "The council rejected a plan to close the pool."),
    ("The pool will stay open.", "The council decided to close the pool."),
    ("The drivers' strike has been called off.", "The drivers will strike on Wednesday."),
    ("The alarm did not go off.", "The alarm went off."),
    ("Her rival, Sam Dahl, conceded.", "Dahl has not conceded and plans to go to court."),
    ("Moe was found guilty of theft.", "Moe was acquitted of theft but convicted of fraud."),
    ("Shares in Norsk lost 4 percent.", "Norsk shares gained 4 percent."),
    ("The port will not allow crews to go ashore.", "The port will allow crews to go ashore."),
]
CONTRARY += [
    ("Coach Ida Moe is leaving the club.", "Coach Ida Moe will stay at Harbour United."),
    ("The dam above Tarnok held.", "The dam above Tarnok broke."),
    ("The pilot had been drinking.", "The pilot was sober, an inspector said."),
    ("Ane Dahl was acquitted of all charges.", "Ane Dahl was convicted of negligence."),
    ("No teachers will lose their jobs.", "Nine teachers will be made redundant."),
    ("Ole Vik, who voted against, called it a mistake.", "Ole Vik voted for the merger."),
    ("Rescuers used a helicopter.", "A helicopter could not be used."),
    ("The airline will not cut jobs.", "The airline plans to cut 700 jobs."),
]
AGREEING = [
    ("Prosecutors had asked for ten years.", "Her client would not appeal."),
    ("The bus drivers stopped work.", "No talks between the bus drivers and the city are planned."),
    ("The mill lost money because of fuel.", "Fuel prices rose in May."),
    ("The bank denied that money was missing.", "The bank said no money was missing."),
    ("The pool will not reopen until Friday.", "The pool will reopen on Friday."),
    ("The pool stays closed until Friday.", "The pool will reopen on Friday."),
    ("The rain hit not only Tarnok but also Belvik.", "The rain hit Tarnok and Belvik."),
    ("Police did not say how many were killed in the blast.", "The blast killed six."),
    ("The minister declined to comment on the strike.", "The minister commented on the harvest."),
    ("Guards did not use live rounds.", "Guards used pepper spray."),
    ("Not all of the wells were tested.", "The wells were tested in May."),
    ("The bank may raise rates.", "The bank will raise rates."),
    ("The bridge has not yet reopened.", "The bridge will reopen next week."),
    ("Profit rose three percent.", "Shares fell two percent."),
    ("He was not convicted.", "He was acquitted."),
    ("The bridge was opened in 1990.", "The road to the airport was closed."),
    ("He once opposed the tunnel and now supports it.", "He supports the tunnel."),
    ("Harbour United beat Old Town 2-1.", "Old Town lost 2-1 to Harbour United."),
    ("There were no passengers on the trams.", "The trams crashed in a tunnel for passenger trams."),
    ("No lamp on earth can light them, so far off are they.", "They are too far off to be lit by the largest lamps."),
    ("The club, without a title since 1908, played on.", "The club won its first title since 1908."),
    ("The agency will allow the crew to leave.", "We never allow a crew to break the law, the agency said."),
    ("The pilot was unable to land because of wind.", "The plane was delayed in landing by wind."),
    ("The festival began at noon.", "The festival ended at midnight."),
    ("There was no shortage of voters.", "Voters stood in line."),
    ("A dispute over working under the influence will not affect the race.", "He ran under the influence."),
    ("The seal deserves protection.", "To deny it the protection of the law is careless."),
    ("Despite reports that she would not return, Moe signed.", "Moe will return to the stage."),
    ("Anna Vik won the vote in Tarnok.", "He lost to Anna Vik."),
    ("A flood warning was cancelled.", "A flood warning was issued."),
    ("Moe was found guilty of fraud.", "Moe was acquitted of theft but convicted of fraud."),
    ("Some 600 homes were without power.", "Power was restored to 400 homes."),
    ("States that do not recognize the union lose aid.", "The ministry will recognize the union."),
]


@pytest.mark.parametrize(("a", "b"), CONTRARY)
def test_contrary_claims_are_opposed_in_either_order(a, b):
    assert opposed(a, b) is not None
    assert opposed(b, a) is not None


@pytest.mark.parametrize(("a", "b"), AGREEING)
def test_claims_that_can_both_hold_are_not(a, b):
    assert opposed(a, b) is None
    assert opposed(b, a) is None


def test_the_words_that_oppose_are_quoted_with_their_negation():
    found = opposed("The keeper never locked the gate.", "The keeper locked the gate.")
    assert (found.a, found.b) == ("not locked", "locked")


def test_one_act_needs_what_was_done_and_what_took_part():
    a, b = "The driver told investigators the brakes had failed.", "The driver told inspectors a light failed."
    assert same_act(a, b)
    assert not same_act("The driver slept.", "The driver told inspectors a light failed.")
