"""Pages of the instruments: the glossary, and the further instruments that one person can answer."""
