"""Agreements: made, followed up, looked back on; and the rode draad that leads to them."""
