"""Reading: bytes become article batches, one file per format; what can't be read becomes a reject.

`reader` is the entry point; `registry` lists the formats.
"""
