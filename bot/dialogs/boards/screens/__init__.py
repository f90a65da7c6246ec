"""How a board stands in a group, and with who leads it."""
