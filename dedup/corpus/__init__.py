"""The persistent store (SQLite): add, remove, query; provenance and novelty of an article against it."""
