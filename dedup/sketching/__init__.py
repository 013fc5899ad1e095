"""text -> shingle hashes -> MinHash signature and sampled hashes, over Arrow columns."""
