"""News-like text of any amount from one seed, with planted repeats, for `bench.py`: nobody's sentences.

`python tests/benchmarks/generator.py 10000 pile.jsonl --shape page` writes a pile by itself.
"""

from __future__ import annotations

import argparse
import functools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

VOCABULARY = 60_000
BLOCK = 500  # articles whose words are drawn at once: numpy's overhead per call is spread
# Newswire of 2006 to 2010 has 460 words an article, a quarter of them below 250 and a twentieth above 880.
MEAN_WORDS, SPREAD_WORDS = 6.0, 0.55
SOURCES = 24
# Of a hundred articles: exact copies, edited copies, cut copies, articles with a foreign paragraph; the rest are new.
SHARES = {"copy": 5, "edit": 9, "excerpt": 4, "lift": 4}
REMEMBERED = 3000  # articles that later ones copy from

ONSETS = "b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w".split()
NUCLEI = "a e i o u ai ea ou ie".split()
CODAS = ["", "", "n", "r", "s", "t", "l", "nd", "rk", "st"]
CYRILLIC = "абвгдежзиклмнопрстуфхцчшя"
HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))
KANA = "".join(chr(code) for code in range(0x3042, 0x3093))


class Script(NamedTuple):
    """How a script is written: its words by falling frequency, what stands between them, what ends a sentence."""

    words: list[str]
    cumulative: np.ndarray
    space: str
    comma: str
    stop: str


class Body(NamedTuple):
    """An article without its page: a headline and paragraphs of sentences."""

    number: int
    script: Script
    title: str
    paragraphs: list[list[str]]


@functools.lru_cache(maxsize=2)
def make_scripts(seed: int) -> list[Script]:
    """Invent the vocabulary of three scripts: Latin, Cyrillic, and Japanese, which has no spaces."""
    rng = random.Random(seed)

    def latin() -> str:
        syllables = rng.choice((1, 1, 2, 2, 3))
        return "".join(rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(syllables))

    def cyrillic() -> str:
        return "".join(rng.choices(CYRILLIC, k=rng.randint(2, 9)))

    def japanese() -> str:
        return "".join(rng.choices(HAN, k=rng.randint(1, 2))) + "".join(rng.choices(KANA, k=rng.randint(0, 2)))

    # Zipf with Mandelbrot's shift: the commonest word is one in twenty, as in English
    weights = 1.0 / (np.arange(VOCABULARY) + 2.7) ** 1.07
    cumulative = np.cumsum(weights / weights.sum())
    return [
        Script(_vocabulary(latin, rng), cumulative, " ", ", ", ". "),
        Script(_vocabulary(cyrillic, rng), cumulative, " ", ", ", ". "),
        Script(_vocabulary(japanese, rng), cumulative, "", "、", "。"),
    ]


def _vocabulary(invent: Callable[[], str], rng: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        # one word in forty is a number
        found.setdefault(str(rng.randint(1, 99_999)) if rng.random() < 0.025 else invent())
    # short words are common; a number is common nowhere
    return sorted(found, key=lambda word: (len(word) + rng.random() * 6 + 6 * word.isdigit(), word))


class Newsroom:
    """Writes bodies, new ones and repeats of earlier ones."""

    def __init__(self, seed: int) -> None:
        self.scripts = make_scripts(seed)
        self.rng = random.Random(seed)
        self.numpy_rng = np.random.default_rng(seed)
        self.remembered: list[Body] = []
        self.taglines = [self.sentence(self.scripts[0], 9) for _ in range(SOURCES)]

    def sentence(self, script: Script, length: int) -> str:
        draws = self.numpy_rng.random(length)
        return self._spell(script, np.searchsorted(script.cumulative, draws))

    def _spell(self, script: Script, chosen: np.ndarray) -> str:
        words = [script.words[i] for i in np.minimum(chosen, VOCABULARY - 1).tolist()]
        if len(words) > 12 and script.space:
            words[len(words) // 2] += ","
        text = script.space.join(words)
        return text[:1].upper() + text[1:] + script.stop.rstrip()

    def new_bodies(self, first: int, count: int) -> Iterator[Body]:
        """Write bodies of new text: four fifths Latin, a tenth each of the others."""
        lengths = np.exp(self.numpy_rng.normal(MEAN_WORDS, SPREAD_WORDS, count)).astype(int) + 30
        words = np.searchsorted(self.scripts[0].cumulative, self.numpy_rng.random(int(lengths.sum())))
        at = 0
        for number, length in enumerate(lengths.tolist(), first):
            script = self.scripts[self.rng.choices((0, 1, 2), (8, 1, 1))[0]]
            paragraphs: list[list[str]] = []
            end = at + length
            while at < end:
                stop = min(at + self.rng.randint(9, 34), end)
                if not paragraphs or self.rng.random() < 0.55:
                    paragraphs.append([])
                paragraphs[-1].append(self._spell(script, words[at:stop]))
                at = stop
            title = self.sentence(script, 8).rstrip(".。")
            yield Body(number, script, title, paragraphs)

    def bodies(self, count: int) -> Iterator[tuple[Body, str, int]]:
        """Write bodies, each with what it is (`new` or a key of `SHARES`) and the number of what it repeats or -1."""
        kinds, weights = [*SHARES, "new"], [*SHARES.values(), 100 - sum(SHARES.values())]
        for first in range(0, count, BLOCK):
            for body in self.new_bodies(first, min(BLOCK, count - first)):
                kind = self.rng.choices(kinds, weights)[0] if len(self.remembered) > 50 else "new"
                if kind == "new":
                    self._remember(body)
                    yield body, kind, -1
                else:
                    other = self.rng.choice(self.remembered)
                    yield self._repeat(kind, body, other), kind, other.number

    def _remember(self, body: Body) -> None:
        if len(self.remembered) < REMEMBERED:
            self.remembered.append(body)
        elif self.rng.random() < 0.2:
            self.remembered[self.rng.randrange(REMEMBERED)] = body

    def _repeat(self, kind: str, body: Body, other: Body) -> Body:
        """Copy, edit or cut `other`, or lift one of its paragraphs into `body`."""
        if kind == "copy":
            return other
        if kind == "edit":
            return Body(body.number, other.script, body.title, self._edited(other))
        if kind == "excerpt":
            paragraphs = other.paragraphs[: max(len(other.paragraphs) // 3, 1)]
            return Body(body.number, other.script, other.title, paragraphs)
        lifted = max(other.paragraphs, key=lambda paragraph: sum(map(len, paragraph)))
        place = self.rng.randint(1, len(body.paragraphs))
        return body._replace(paragraphs=[*body.paragraphs[:place], lifted, *body.paragraphs[place:]])

    def _edited(self, body: Body) -> list[list[str]]:
        """Rewrite or add a sentence here and there: one in fourteen to nearly every second one."""
        rate = self.rng.choice((0.1, 0.3, 0.6))
        edited = []
        for paragraph in body.paragraphs:
            sentences = []
            for sentence in paragraph:
                chance = self.rng.random() / rate
                if chance >= 0.3:
                    sentences.append(sentence)
                if chance < 0.7:
                    sentences.append(self.sentence(body.script, self.rng.randint(6, 20)))
            edited.append(sentences)
        return [paragraph for paragraph in edited if paragraph] or body.paragraphs


def wire_text(room: Newsroom, body: Body) -> str:
    """Lay a body out in two lines: the headline, and everything else behind a dateline, as a wire archive does."""
    stories = " ".join(sentence for paragraph in body.paragraphs for sentence in paragraph)
    tail = f" ({room.taglines[body.number % SOURCES]})" if body.number % 3 == 0 else ""
    return f"{body.title}\nPORT CITY, March {body.number % 28 + 1} (Wire) - {stories}{tail}"


def page_text(room: Newsroom, body: Body, source: int) -> str:
    """Lay a body out as a scraped page: some thirty lines, half of them the page's own."""
    rng = random.Random(body.number)
    others = [room.remembered[rng.randrange(len(room.remembered))].title for _ in range(6)]
    head = [
        f"Outlet {source}", "Home | World | Politics | Business | Sport", "Log in", "Subscribe", body.title,
        f"By Staff Writer {body.number % 37}", f"March {body.number % 28 + 1}, 2024, {body.number % 12 + 1}:15 p.m.",
        "Share on Facebook Tweet Email Print", f"Photo: Agency {source % 5}",
    ]  # fmt: skip
    tail = [
        room.taglines[source], "Related stories", *others[:3], "Most read", *others[3:], "Advertisement",
        "Sign up for our newsletter", "About us Contact Terms of use Privacy policy", f"© 2024 Outlet {source}",
    ]  # fmt: skip
    return "\n".join([*head, *(" ".join(paragraph) for paragraph in body.paragraphs), *tail])


def record(number: int, body: Body, text: str, **extra: object) -> bytes:
    """Make one line of JSON Lines."""
    source = number % SOURCES
    return orjson.dumps(
        {
            "id": f"g{number:08d}", "title": body.title, "text": text, "source": f"Outlet {source}",
            "url": f"https://outlet{source}.example/{number}", "date": f"2024-03-{number % 28 + 1:02d}", **extra,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )  # fmt: skip


def ordinary(count: int, seed: int, *, page: bool = False) -> Iterator[bytes]:
    """Records of an ordinary pile; `planted` and `of` say what was repeated from where."""
    room = Newsroom(seed)
    for number, (body, kind, of) in enumerate(room.bodies(count)):
        planted = {"planted": kind, "of": f"g{of:08d}"} if of >= 0 else {}
        text = page_text(room, body, number % SOURCES) if page else wire_text(room, body)
        yield record(number, body, text, **planted)


def identical(count: int, seed: int) -> Iterator[bytes]:
    """The same text under every id."""
    room = Newsroom(seed)
    body = next(b for b in room.new_bodies(0, 20) if b.script is room.scripts[0])
    text = wire_text(room, body)
    for number in range(count):
        yield record(number, body, text)


def template(count: int, seed: int) -> Iterator[bytes]:
    """One form letter, such as a market or weather report: the figures differ, the words around them don't."""
    room = Newsroom(seed)
    latin = room.scripts[0]
    frame = [room.sentence(latin, 14) for _ in range(30)]
    body = Body(0, latin, "Closing report", [])
    for number in range(count):
        rng = random.Random(number)
        text = " ".join(f"{s} {rng.randint(1, 9999)}" if i % 4 == 0 else s for i, s in enumerate(frame))
        yield record(number, body, f"Closing report\n{text}")


def short(count: int, seed: int) -> Iterator[bytes]:
    """Texts of one to twelve words, many of them equal by chance."""
    room = Newsroom(seed)
    body = Body(0, room.scripts[0], "Brief", [])
    for number in range(count):
        yield record(number, body, room.sentence(room.scripts[0], room.rng.randint(1, 12)))


def bucket(count: int, seed: int) -> Iterator[bytes]:
    """Articles that know the default seed: each holds the same few shingles that win the first four bands."""
    room = Newsroom(seed)
    crafted = _least_shingles(room, 12)
    for number, body in enumerate(room.new_bodies(0, count)):
        text = wire_text(room, body)
        yield record(number, body, f"{text}\n{crafted}")


def _least_shingles(room: Newsroom, wanted: int) -> str:
    """Search many sentences of five words for those whose hashes are the least under the first permutations."""
    import pyarrow as pa

    from dedup.settings import Settings
    from dedup.sketching.sketcher import sketch

    tries = [room.sentence(room.scripts[0], 5).rstrip(".").replace(",", "") for _ in range(100_000)]
    signatures = sketch(pa.array(tries), None, Settings()).signatures
    return " ".join(tries[i] for i in np.argmin(signatures[:, :wanted], axis=0).tolist())


SHAPES: dict[str, Callable[[int, int], Iterator[bytes]]] = {
    "wire": ordinary,
    "page": lambda count, seed: ordinary(count, seed, page=True),
    "identical": identical,
    "template": template,
    "short": short,
    "bucket": bucket,
}


def write(path: Path, shape: str, count: int, seed: int = 7) -> None:
    """Write a pile line by line, whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.writelines(SHAPES[shape](count, seed))
    part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int)
    parser.add_argument("output", type=Path)
    parser.add_argument("--shape", choices=SHAPES, default="wire")
    parser.add_argument("--seed", type=int, default=7)
    words = parser.parse_args()
    write(words.output, words.shape, words.articles, words.seed)


if __name__ == "__main__":
    main()
