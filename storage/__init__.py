"""The database: tables, the unit of work that implements the runner's ports, and the migrations."""
