"""Collections for the tests of the pass on a cluster: planted copies, crowds, templates, notices and clashing ids."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOPICS = (
    "harbour council ferry tariff market strike bridge orchard signal court budget engine station treaty canal museum "
    "election river storm island factory glacier radio reservoir school tunnel vineyard clinic airport library"
).split()
ENDINGS = ("", "s", "ed", "ing", "er", "ly")
NAMES = "Arvo Brisk Calder Dunmore Elwin Farrow Gisla Hobart Ivers Jarrow Kestel Lorne Mabry Norden Oswin Pell".split()


def words(rng: random.Random, n: int) -> str:
    return " ".join(rng.choice(TOPICS) + rng.choice(ENDINGS) for _ in range(n))


def paragraph(rng: random.Random, sentences: int = 3) -> str:
    return " ".join(words(rng, rng.randint(9, 18)).capitalize() + "." for _ in range(sentences))


def story(seed: int, paragraphs: int = 5) -> list[str]:
    rng = random.Random(seed)
    return [paragraph(rng) for _ in range(paragraphs)]


def notice(rng: random.Random) -> str:
    """A form with other facts each time."""
    name, other, town = (rng.choice(NAMES) for _ in range(3))
    born, mill, chapel, fund = (rng.choice(NAMES) for _ in range(4))
    return (
        f"{name} {other}, {rng.randint(40, 99)}, of {town} Bridge passed away on {rng.randint(1, 28)} March after a "
        f"long illness at the county hospital with the family at the bedside.\n"
        f"Born in {born} Falls on {rng.randint(1, 28)} May {rng.randint(1920, 1985)}, the deceased worked for "
        f"{rng.randint(10, 45)} years at the {mill} mill and is survived by {rng.randint(1, 9)} children.\n"
        f"Services will be held at {rng.randint(8, 17)} o'clock at {chapel} chapel; in lieu of flowers the family "
        f"asks for gifts to the {fund} fund for the county hospital and its nurses."
    )


def records(seed: int, originals: int = 120, notices: int = 40, copies: int = 30) -> Iterator[dict[str, Any]]:
    """Yield records in shuffled order: stories with edits, cuts and quotes, notices of one form, equal copies."""
    rng = random.Random(seed)
    made: list[dict[str, Any]] = []

    def add(text: str, source: str | None, **more: Any) -> None:
        record = {"id": f"a{len(made):05d}", "title": words(rng, 6).capitalize(), "text": text, "source": source}
        record["date"] = f"2024-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        made.append(record | more)

    quoted = paragraph(rng, 4)
    for number in range(originals):
        own = story(seed * 10_000 + number)
        footer = [f"Sign up to our newsletter for the latest from the {TOPICS[number % 2]} desk"] if number % 3 else []
        add("\n".join(own + footer), "Harbour Post" if number % 2 else "Canal Times")
        chance = rng.random()
        if chance < 0.3:
            add("\n".join([*own[:2], paragraph(rng), *own[3:]]), "River Daily")
        elif chance < 0.5:
            add("\n".join(own[1:4]), "Island Wire")
        elif chance < 0.6:
            add("\n".join([*story(seed * 77 + number + 1), quoted]), "Island Wire")
        elif chance < 0.7:
            add(own[2], None)
    for _ in range(notices):
        add(notice(rng), "River Daily")
    same = story(seed + 5)
    for number in range(copies):
        add("\n".join(same), f"Outlet {number % 7}")
    one_form = story(seed + 6, 8)
    for _ in range(copies):
        at = rng.randrange(8)
        add("\n".join([*one_form[:at], paragraph(rng, 1), *one_form[at + 1 :]]), None)
    add("", "Harbour Post")
    rng.shuffle(made)
    made[5]["id"] = made[6]["id"] = made[7]["id"]
    made.append(dict(made[9]))
    for record in made[:4]:
        del record["id"]
    yield from made


def write(folder: Path, seed: int, files: int = 3, **sizes: int) -> list[str]:
    """Write a collection into JSONL files, with broken lines among the records; return the files' names."""
    made = list(records(seed, **sizes))
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        lines = [json.dumps(record, ensure_ascii=number % 2 == 0) for record in made[number::files]]
        lines[3:3] = ["{broken", "", '{"id": "no text"}']
        (folder / f"part-{number}.jsonl").write_text("\n".join(lines) + "\n" * (number % 2), encoding="utf-8")
    return sorted(str(path) for path in folder.glob("*.jsonl"))
