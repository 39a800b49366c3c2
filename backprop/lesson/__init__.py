"""What the page and the sheets of an example are made of."""
