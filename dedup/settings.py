"""Settings: one frozen, validated value for all jobs, and the files it can come from.

Built by the command line from defaults, then `dedup.toml` or `[tool.dedup]` of `pyproject.toml`, then flags;
built by Python users by calling `Settings(...)`. Stages take it whole or take single values of it.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, Self, get_args

from dedup.errors import SettingsError
from dedup.settings_sources import found_file, from_environment, read_toml

Keep = Literal["longest", "earliest", "newest"]
Emit = Literal["raw", "body"]
TableFormat = Literal["jsonl", "csv", "parquet"]

# not `contains`: an article is never removed in favour of one that it contains
REMOVABLE = ("identical", "near_duplicate", "contained", "overlap", "template")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a user can set, with its default.

    Attributes:
        threshold: Jaccard of the shingle sets from which a pair is a near-duplicate, 0 < t ≤ 1.
        containment: Share of one article in the other from which it is contained, 0.5 < c ≤ 1; None takes .9, or the
            threshold where that is higher.
        recall: Wanted probability that a pair exactly at `threshold` becomes a candidate, 0 < r < 1.
        shingle_size: Tokens per shingle (k), 1 to 32.
        num_perm: Permutations of the MinHash signature, 16 to 1024.
        scale: One shingle in `scale` is sampled for containment search (FracMinHash), 1 to 16.
        seed: Seed of the shingle hash and of the permutations; keep it secret where authors may be hostile.
        remove: Relations that remove an article.
        keep: Which article of a pair stays.
        prefer: Sources whose articles stay first, best first; before `keep`.
        clean: False counts the whole text as body.
        threads: Worker threads; 0 takes one per core.
        memory: Bytes of keys that are held in memory while candidates are searched, beyond which they go to files; 0
            takes a quarter of the machine's memory.
        temp: Folder for the spool; None takes the place beside the output, or the system's where there is none.
        emit: What `kept.jsonl` holds: records as they came, or cleaned bodies.
        table_format: Format of the tables.
        fields: Field names that override the aliases, as {"text": "content"}.
        max_record: Bytes that a record, or a file that is one article, may have.
        max_text: Bytes that the text of one article may have in UTF-8.
        max_articles: Articles that one pass over files may have.
        max_file: Bytes that a file may have once it is decompressed.
        max_expansion: Bytes that one byte of a compressed file may unfold to.
        max_window: Bytes of memory that a decompressor may take.
        passage_length: Characters from which an aligned passage makes an `overlap`.
        novelty_known: Novelty below it is `mostly_known`.
        novelty_new: Novelty from it on is `new`.
    """

    threshold: float = 0.5
    containment: float | None = None
    recall: float = 0.995
    shingle_size: int = 5
    num_perm: int = 128
    scale: int = 8
    seed: int = 1
    remove: tuple[str, ...] = ("identical", "near_duplicate", "contained")
    keep: Keep = "longest"
    prefer: tuple[str, ...] = ()
    clean: bool = True
    threads: int = 0
    memory: int = 0
    temp: str | None = None
    emit: Emit = "raw"
    table_format: TableFormat = "jsonl"
    fields: Mapping[str, str] = field(default_factory=dict)
    max_record: int = 256 << 20
    max_text: int = 32 << 20
    max_articles: int = 100_000_000
    max_file: int = 1 << 40
    max_expansion: int = 200
    max_window: int = 128 << 20
    passage_length: int = 150
    novelty_known: float = 0.2
    novelty_new: float = 0.8

    def __post_init__(self) -> None:
        _as_python(self)
        _check_types(self)
        _check_range("threshold", self.threshold, 0, 1, open_low=True)
        if self.containment is not None:
            _check_range("containment", self.containment, 0.5, 1, open_low=True)
        _check_range("recall", self.recall, 0, 1, open_low=True, open_high=True)
        _check_range("shingle_size", self.shingle_size, 1, 32)
        _check_range("num_perm", self.num_perm, 16, 1024)
        _check_range("scale", self.scale, 1, 16)
        _check_range("seed", self.seed, 0, 2**32 - 1)
        _check_range("threads", self.threads, 0, 1024)
        _check_range("memory", self.memory, 0, 2**63 - 1)
        _check_range("max_record", self.max_record, 1024, 2**31 - 1)
        _check_range("max_text", self.max_text, 1024, 2**31 - 1)
        _check_range("max_articles", self.max_articles, 1, 2**31 - 1)
        _check_range("max_file", self.max_file, 1024, 2**63 - 1)
        _check_range("max_expansion", self.max_expansion, 1, 2**31 - 1)
        _check_range("max_window", self.max_window, 1024, 2**31)
        _check_range("passage_length", self.passage_length, 1, 1_000_000)
        _check_range("novelty_known", self.novelty_known, 0, 1)
        _check_range("novelty_new", self.novelty_new, self.novelty_known, 1)
        unknown = sorted(set(self.remove) - set(REMOVABLE))
        if unknown:
            raise SettingsError(f"remove: unknown relation {unknown[0]!r}; known: {', '.join(REMOVABLE)}")
        _check_choice("keep", self.keep, get_args(Keep))
        _check_choice("emit", self.emit, get_args(Emit))
        _check_choice("table_format", self.table_format, get_args(TableFormat))

    @classmethod
    def load(cls, path: str | Path | None = None, **overrides: Any) -> Self:  # noqa: ANN401 - values of any setting
        """Read settings from a TOML file, then from the environment, then apply the overrides that are not None.

        Args:
            path: A `dedup.toml`, or a `pyproject.toml` with `[tool.dedup]`; None looks for one of them in the
                working folder and takes the defaults where there is none.
            **overrides: Single settings, as from flags.

        Raises:
            SettingsError: The file can't be read, or it or the environment holds an unknown or invalid setting.
        """
        place = Path(path) if path is not None else found_file()
        values = read_toml(place) if place is not None else {}
        values |= from_environment({f.name: str(f.type) for f in fields(cls)})
        values |= {name: value for name, value in overrides.items() if value is not None}
        _check_names(cls, values)
        return cls(**values)

    @property
    def contained_from(self) -> float:
        """The share from which an article is contained: as set, or .9, which a higher threshold lifts."""
        return max(0.9, self.threshold) if self.containment is None else self.containment

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - values of any setting
        """Return a copy with some settings changed.

        Raises:
            SettingsError: One of them is unknown or out of range.
        """
        _check_names(type(self), changes)
        return replace(self, **changes)

    def fingerprint(self) -> str:
        """Return 16 hex digits over the settings that decide what a sketch is.

        Two collections whose fingerprints are equal can be searched against each other; a corpus stores it.
        """
        decisive = (self.shingle_size, self.num_perm, self.scale, self.seed, self.clean)
        return hashlib.sha256(json.dumps(decisive).encode()).hexdigest()[:16]

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON values, the seed left out: it may be a secret."""
        values = asdict(self)
        values["containment"] = self.contained_from
        values["seed"] = "default" if self.seed == 1 else "set by the user, not recorded"
        return values


def chosen_settings(settings: Settings | None, choices: Mapping[str, Any]) -> Settings:
    """Return settings with some of them chosen anew, as the Python functions take both.

    Raises:
        SettingsError: A choice is unknown or out of range.
    """
    return (settings or Settings()).with_(**choices)


def _check_names(kind: type[Settings], names: Iterable[str]) -> None:
    known = sorted(f.name for f in fields(kind))
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
            raise SettingsError(f"unknown setting {name!r}; {hint}")


# What to say of a value of another type.
_WANTED = {
    "float": "not a number", "float | None": "not a number", "int": "not a whole number",
    "bool": "neither true nor false", "tuple[str, ...]": "not a list of names", "str | None": "not a text",
    "Mapping[str, str]": "not a table of names",
}  # fmt: skip


def _as_python(settings: Settings) -> None:
    """Take numpy's numbers for Python's, and lists for tuples."""
    for f in fields(settings):
        value = getattr(settings, f.name)
        if isinstance(value, list):
            value = tuple(value)
        elif type(value).__module__ == "numpy" and hasattr(value, "item"):
            value = value.item()
        object.__setattr__(settings, f.name, value)


def _check_types(settings: Settings) -> None:
    wanted: dict[str, tuple[type, ...]] = {
        "float": (int, float), "float | None": (int, float, type(None)),
        "int": (int,), "bool": (bool,), "tuple[str, ...]": (tuple,),
        "str | None": (str, type(None)), "Mapping[str, str]": (Mapping,),
    }
    for f in fields(settings):
        value = getattr(settings, f.name)
        kinds = wanted.get(str(f.type), (str,))
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise SettingsError(f"{f.name}: {value!r} is {_WANTED.get(str(f.type), 'not a text')}")
    for name, words in (("remove", settings.remove), ("prefer", settings.prefer), ("fields", settings.fields.values())):
        for word in words:
            if not isinstance(word, str):
                raise SettingsError(f"{name}: {word!r} is no name")


def _check_range(
    name: str, value: float, low: float, high: float, *, open_low: bool = False, open_high: bool = False
) -> None:
    above = value > low if open_low else value >= low
    below = value < high if open_high else value <= high
    if not (above and below):
        brackets = ("(" if open_low else "[") + f"{low:g}, {high:g}" + (")" if open_high else "]")
        raise SettingsError(f"{name}: {value!r} is out of range {brackets}")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise SettingsError(f"{name}: {value!r} is none of {', '.join(choices)}")
