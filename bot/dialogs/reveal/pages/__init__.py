"""The reveal in private, part by part."""
