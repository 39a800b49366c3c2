"""The audit: what a source printed, what is right, and the slip between the two."""
