"""The compiled loops (numba) and nothing else; each has a plain Python twin in the tests."""
