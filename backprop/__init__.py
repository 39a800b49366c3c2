"""Worked numerical examples of backpropagation: computed twice, checked, and written out by hand."""
