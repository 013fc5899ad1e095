"""`dedup serve`: scoring as an HTTP service, with a page to use it.

One process speaks HTTP and touches no article (`app`, `routes`, `page`); one writes to the corpus and some read from it
(`worker`), each fed through pipes (`pool`). What they do for a request stands in `reading_tasks`, `page_tasks` and
`writing_tasks`.
"""
