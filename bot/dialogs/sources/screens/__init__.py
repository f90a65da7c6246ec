"""How texts of the sources look: single lines, what stands behind a question, and a page for each subject."""
