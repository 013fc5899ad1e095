"""The dedup pass on a Spark cluster: the stages of `jobs.run`, driven over parcels instead of threads."""
