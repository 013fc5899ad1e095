"""Clusters of known articles, listed from the last added on."""

from dedup.corpus.corpus import Corpus
from dedup.settings import Settings

STORM = (
    "A storm that crossed the bay of Orlo on Sunday night cut power to about 4,200 homes and closed the bridge for "
    "eleven hours. Crews had restored two thirds of the lines by Monday noon, the utility said, and nobody was hurt."
)
BREAD = (
    "Bakers in Kaldera will pay more for flour from next month, the guild wrote to its members on Friday. The mill "
    "blames the drought, and says that prices may fall again once the new harvest is in."
)


def test_a_cluster_is_listed_where_its_last_member_has_another_text_by_now(tmp_path):
    with Corpus(tmp_path / "c", Settings(clean=False)) as corpus:
        corpus.add([{"id": "a", "text": STORM}, {"id": "b", "text": STORM.replace("nobody", "no one")}])
        corpus.add([{"id": "wire", "text": STORM + " Schools stay closed."}])
        corpus.add([{"id": "wire", "text": BREAD}])
        listed, before = corpus.clusters()
        assert [set(one.members) >= {"a", "b"} for one in listed] == [True]
        assert listed == [corpus.cluster("a")]
        assert before is None


def test_every_cluster_is_listed_once_however_small_the_pages_are(tmp_path):
    with Corpus(tmp_path / "c", Settings(clean=False)) as corpus:
        for n, text in enumerate([STORM, BREAD, STORM + " The tide was out.", BREAD + " Rye costs the same."]):
            corpus.add([{"id": f"x{n}", "text": text}])
        found, before = [], None
        while True:
            listed, before = corpus.clusters(before, most=1)
            found += [one.members for one in listed]
            if before is None:
                break
        assert found == [("x1", "x3"), ("x0", "x2")]
