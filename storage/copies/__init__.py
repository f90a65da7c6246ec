"""Copies of the whole database: one file in one format for both backends, and what puts it back.

A copy is an SQLite file with the same tables, whatever the database is, and a seal that tells when it was made and what
must be in it. It knows every table by the schema alone.
"""
