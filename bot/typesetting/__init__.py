"""Pictures and documents from data. Knows no texts of its own and nobody whose data they are."""
