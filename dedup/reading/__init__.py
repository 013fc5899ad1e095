"""Reading: bytes become article batches, one file per format; what can't be read becomes a reject.

`reader` is the entry point, called by `jobs` and as `dedup.read`; `registry` lists the formats.
"""
