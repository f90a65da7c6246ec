"""How phase 2 stands in the group and with who leads it."""
