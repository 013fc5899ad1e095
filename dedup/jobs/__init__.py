"""The jobs, each read from top to bottom on one page: run, compare, score."""
