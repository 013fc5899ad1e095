"""The compiled loops (numba) and nothing else; each has a plain Python twin in the tests."""

import warnings

# A configuration of numba in the working folder is not used (see `compiled`), so it needs no warning.
warnings.filterwarnings("ignore", message="A Numba config file is found")
