"""The dedup pass: `run` is the chain of stages; `tables` turns its outcome into rows, `files` writes them."""
