"""A reveal shown to everybody, and gone through together in a group."""
