"""The record: one DuckDB file, written by one writer, read by every tool that reads DuckDB."""
