"""How many bands of how many rows: chosen from the threshold and the wanted recall, never asked of the user."""

from __future__ import annotations

from typing import NamedTuple

from dedup.errors import SettingsError


class Banding(NamedTuple):
    """A banding of the signature: `bands * rows` of its values are used."""

    bands: int
    rows: int

    def detection_probability(self, jaccard: float) -> float:
        """Return the probability that a pair of this Jaccard shares a band, 1 - (1 - j^r)^b (Broder 1997)."""
        return float(1.0 - (1.0 - jaccard**self.rows) ** self.bands)


def choose_banding(threshold: float, recall: float, num_perm: int) -> Banding:
    """Choose the most selective banding that finds a pair at the threshold with the wanted probability.

    More rows propose fewer false candidates; of the row counts that reach the recall the largest is taken, with as few
    bands as suffice.

    Args:
        threshold: Jaccard, 0 < t ≤ 1.
        recall: Wanted detection probability at the threshold, 0 < r < 1.
        num_perm: Length of the signature.

    Raises:
        SettingsError: No banding of so short a signature reaches the recall.
    """
    for rows in range(num_perm, 0, -1):
        for bands in range(1, num_perm // rows + 1):
            banding = Banding(bands, rows)
            if banding.detection_probability(threshold) >= recall:
                return banding
    best = Banding(num_perm, 1).detection_probability(threshold)
    raise SettingsError(
        f"recall {recall:g} at threshold {threshold:g} can't be reached with {num_perm} permutations "
        f"(at most {best:.4f}): raise num_perm or threshold, or lower recall"
    )
