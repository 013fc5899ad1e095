"""Turns results into pages and tables that people read: terminal, Markdown, CSV and HTML.

Takes plain data (the rows of the contract's files), returns strings.
"""
