"""Turns results into pages and tables that people read: terminal, Markdown, CSV and HTML.

Called by the jobs and the command line with plain data (the rows of the contract's files); returns strings.
"""
