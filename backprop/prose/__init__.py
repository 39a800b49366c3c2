"""Texts of authors: Markdown, references to numbers, and what HTML may stand in them."""
