"""How a line of work is laid out and written: as text, MathML, TeX, Typst, speech, and as data."""
