"""The network in NumPy arrays, as a machine trains it: one of the two witnesses."""
