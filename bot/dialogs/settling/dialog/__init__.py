"""The talk in which a partner settles its version."""
