"""What the audit says where all that is wrong in a source may be meant so, and how that is declared."""

from __future__ import annotations

from . import details

# How an author declares what a source may have meant by a slip that explains all of it, by the slip and its detail.
_DECLARED: dict[tuple[str, str | None], str] = {
    ("updated_weights", ""): 'hidden_gradient = "updated_weights" under [method]',
    ("frozen_bias", ""): "update_biases = false under [method]",
    ("moved_bias", ""): "update_biases = true under [method]",
    ("no_learning_rate", ""): "learning_rate = 1 under [method]",
    ("factor_two", details.IN_BOTH): 'loss = "squared_error" under [network]',
    ("half_twice", details.IN_BOTH): 'loss = "mean_squared_error" under [network]',
    **{("half_twice", detail): "over_samples under [method]" for detail in details.OVER_SAMPLES.values()},
    ("other_rate", None): "that learning_rate under [method]",
    ("other_numbering", None): "the weights by the neurons they join, under [network.weights]",
}


def may_be_meant(slip: str, detail: str) -> str:
    """Say of a slip that explains all that is wrong in a source how it is declared where it is meant so, if it can be."""
    how = _DECLARED.get((slip, detail)) or _DECLARED.get((slip, None))
    return (
        f"It explains all that is wrong here, so it may be meant so, and then it is no slip: a file of this network says so by {how}."
        if how
        else ""
    )


def convention(name: str, value: str) -> str:
    """Say that all that is wrong in a source is right with a convention that is not declared."""
    return f'All that is wrong here is right with {name} = "{value}" under [conventions]. It may be meant so, and a convention is no slip.'


def taken(name: str, value: str) -> str:
    """Say that a source is read with a convention, since all of it is right so."""
    return f'Read with {name} = "{value}", as some books have it: so more of the numbers here are right, and a convention is no slip.'
