"""The database: tables, migrations, and the unit of work that implements the ports of `bot/turn` and of the rooms."""
