"""The example under a slip or two, with its values."""
