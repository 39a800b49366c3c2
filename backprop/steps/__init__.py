"""The network by hand: one quantity a step, each an expression tree; the other witness."""
