"""What the sources say, to read: a page for each subject, and the same texts behind a tap where they are needed."""
