"""The only door to DuckDB: one question a `.sql` file, and the small Python that binds and runs it."""
