"""What an open corpus holds in memory, and keeping it true to the file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.corpus.columns import Columns
from dedup.corpus.frequencies import Frequencies
from dedup.corpus.known import KnownArticles, read_row
from dedup.corpus.neighbours import Stories
from dedup.corpus.postings import ID, Postings, prefixes
from dedup.corpus.records import Frames, frame_article, frame_raw, train_dictionary
from dedup.corpus.store import Store, damaged
from dedup.matching.bands import Banding
from dedup.settings import Settings
from dedup.sketching.sketcher import hash_names
from dedup.writing.records import article_json

# More versions of one id than this are collisions of its hash as well, and never all needed.
_SAME_ID = 10_000


class State:
    """The parts of an open corpus. Use inside a transaction of the store, after `refresh`.

    Attributes:
        store: The file.
        settings: Settings that fit it.
        banding: The banding that it was made with.
        postings: The index.
        columns: What is known of every article at once.
        frames: Opens records.
        known: Known articles, cached.
        frequencies: In how many bodies each term stands.
        stories: Finds neighbours.
    """

    def __init__(self, store: Store, settings: Settings, banding: Banding) -> None:
        self.store = store
        self.settings = settings
        self.banding = banding
        self.postings = Postings(store)
        self.columns = Columns(store)
        self.frames = Frames(None, 0)
        self.known = KnownArticles(store, self.frames, settings)
        self.frequencies = Frequencies()
        self.stories = Stories(self.postings, self.columns, self.known, self.frequencies)

    def refresh(self) -> None:
        """Take over what has been written since, by this process or others."""
        trained = self.store.head["trained"]
        if trained != self.frames.trained:
            dictionary = self.store.meta("dictionary") if trained else None
            if trained and dictionary is None:
                raise damaged(self.store.path, "the dictionary of its records is missing")
            self.use(Frames(dictionary, trained))
        self.postings.refresh()
        self.columns.refresh()
        self.known.refresh()

    def use(self, frames: Frames) -> None:
        """Compress and open records with another dictionary."""
        self.frames = frames
        self.known.use(frames)

    def train(self, frames: Sequence[bytes]) -> None:
        """Compress with a dictionary made of some frames from now on; with none where they are too few."""
        dictionary = train_dictionary(frames)
        # a number that no earlier dictionary had: other processes take over the new one by it
        self.store.head["trained"] = self.store.head["epoch"] + 1 if dictionary is not None else 0
        if dictionary is not None:
            self.store.put_meta("dictionary", dictionary)
        else:
            self.store.execute("DELETE FROM meta WHERE name = 'dictionary'")
        self.use(Frames(dictionary, self.store.head["trained"]))

    def flush(self) -> None:
        """Write what is pending."""
        self.postings.flush()
        self.columns.flush()

    def forget(self) -> None:
        """Drop what was not committed."""
        self.postings.forget()
        self.columns.forget()
        self.known.forget()
        self.use(Frames(None, 0))

    def numbers(self, name: str) -> NDArray[np.int64]:
        """Return the numbers of all versions of an id that are not removed, oldest first."""
        wanted = prefixes(ID, hash_names(pa.array([name], pa.large_string())))
        _, numbers = self.postings.find(wanted, _SAME_ID)
        numbers = np.unique(numbers)
        numbers = numbers[self.columns.present(numbers)]
        return np.array([n for n in numbers.tolist() if read_row(self.store, n).id == name], np.int64)

    def article(self, number: int) -> Article:
        """Return an article by its number."""
        row = read_row(self.store, number)
        return frame_article(self.frames.open_frame(row.record), row.id)

    def record(self, number: int) -> bytes:
        """Return the record that an article came from; article JSON where it came from none."""
        row = read_row(self.store, number)
        frame = self.frames.open_frame(row.record)
        raw = frame_raw(frame)
        return raw if raw is not None else article_json(frame_article(frame, row.id))
