"""The room that remembers: SQLAlchemy on SQLite, one writer thread, commit before anyone acts."""
