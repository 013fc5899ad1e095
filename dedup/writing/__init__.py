"""Writing: tables and records go to disk, whole files or none.

`folders` and `files` guard what appears, the rest fills it.
"""
