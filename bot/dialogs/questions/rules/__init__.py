"""The rules of a question put to a group, by how it is answered. Pure."""
