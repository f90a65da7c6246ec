"""A report of a round: what each room tells of it, for one audience, as a document or a file of rows or days."""
