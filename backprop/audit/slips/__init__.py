"""The slips there are, where each can act, and what it makes of the steps."""
