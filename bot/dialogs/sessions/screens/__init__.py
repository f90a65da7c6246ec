"""How a session looks in a group and what was answered. Nothing is decided here."""
