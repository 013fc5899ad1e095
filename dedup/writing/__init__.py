"""Writing: tables and records go to disk, whole files or none.

Called by `jobs` and by the command line for `-o FILE`; `folders` and `files` guard what appears, the rest fills it.
"""
