"""Sources with one slip in them, worked out by plain loops that share nothing with the package.

`work` computes a fully connected network the way a person with that slip would, and returns what that person writes
down, by id; `work_two` does so for a batch of two samples. They are the outside witness of the audit's tests.
"""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

SHAPES = ((2, 2, 2), (3, 2, 1), (2, 3, 3, 2))
RATE = 0.5
OTHER_RATE = 0.65  # of the slip of that name


@dataclass(frozen=True)
class Net:
    """`weights[l][k][j]` leads from neuron j of column l to neuron k of column l + 1; names run the same way."""

    columns: tuple[tuple[str, ...], ...]
    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    weights: tuple[tuple[tuple[str, ...], ...], ...]
    biases: tuple[tuple[str, ...], ...]
    hidden: str = "sigmoid"
    output: str = "sigmoid"
    loss: str = "half_squared_error"
    second: tuple[tuple[str, ...], tuple[str, ...]] | None = None  # inputs and targets of a second sample

    @property
    def activations(self) -> tuple[str, ...]:
        return (self.hidden,) * (len(self.columns) - 2) + (self.output,)

    def data(self) -> dict:
        """Return the example as its file would parse."""
        weights, biases = {}, {}
        for layer, rows in enumerate(self.weights):
            for k, row in enumerate(rows):
                for j, value in enumerate(row):
                    weights[self.weight(layer, k, j)] = [
                        self.columns[layer][j],
                        self.columns[layer + 1][k],
                        Decimal(value),
                    ]
            for k, value in enumerate(self.biases[layer]):
                biases[self.bias(layer, k)] = [self.columns[layer + 1][k], Decimal(value)]
        samples = [
            {
                "inputs": dict(zip(self.columns[0], map(Decimal, inputs), strict=True)),
                "targets": dict(zip(self.columns[-1], map(Decimal, targets), strict=True)),
            }
            for inputs, targets in ((self.inputs, self.targets), *([self.second] if self.second else []))
        ]
        return {
            "title": "planted",
            "network": {
                "loss": self.loss,
                **(samples[0] if len(samples) == 1 else {"samples": samples}),
                "layers": [
                    {"activation": activation, "neurons": list(names)}
                    for activation, names in zip(self.activations, self.columns[1:], strict=True)
                ],
                "weights": weights,
                "biases": biases,
            },
            "method": {"learning_rate": Decimal(str(RATE))},
        }

    def weight(self, layer: int, k: int, j: int) -> str:
        before = sum(len(rows) * len(rows[0]) for rows in self.weights[:layer])
        return f"w{before + k * len(self.weights[layer][0]) + j + 1}"

    def bias(self, layer: int, k: int) -> str:
        return f"b{sum(map(len, self.biases[:layer])) + k + 1}"


def net(source: random.Random, shape: tuple[int, ...]) -> Net:
    """Return a random network whose numbers are all different."""
    count = sum(a * b + b for a, b in itertools.pairwise(shape)) + shape[0] + shape[-1]
    values = [f"{n / 100:.2f}" for n in source.sample(range(5, 99), count)]
    take = iter(values)
    names = [tuple(f"x{i + 1}" for i in range(shape[0]))]
    hidden = len(shape) - 2
    for layer, size in enumerate(shape[1:], 1):
        stem = "Y" if layer == len(shape) - 1 else "H" if hidden == 1 else f"H{layer}_"
        names.append(tuple(f"{stem}{i + 1}" for i in range(size)))
    return Net(
        columns=tuple(names),
        inputs=tuple(next(take) for _ in range(shape[0])),
        targets=tuple(next(take) for _ in range(shape[-1])),
        weights=tuple(
            tuple(tuple(source.choice(("", "-")) + next(take) for _ in range(a)) for _ in range(b))
            for a, b in itertools.pairwise(shape)
        ),
        biases=tuple(tuple(next(take) for _ in range(b)) for b in shape[1:]),
    )


KINDS = {
    "sigmoid": {},
    "tanh": {"hidden": "tanh", "output": "tanh"},
    "relu": {"hidden": "relu"},
    "BCE": {"loss": "binary_cross_entropy"},
    "softmax": {"output": "softmax", "loss": "cross_entropy"},
    "two samples": {},
}


def net_of(kind: str, source: random.Random, shape: tuple[int, ...]) -> Net:
    """Return a random network of one of the kinds; softmax has a single right class."""
    found = replace(net(source, shape), **KINDS[kind])
    if kind == "softmax":
        found = replace(found, targets=("1", *"0" * (shape[-1] - 1)))
    if kind == "two samples":
        more = [tuple(f"{source.randint(5, 98) / 100:.2f}" for _ in range(size)) for size in (shape[0], shape[-1])]
        found = replace(found, second=(more[0], more[1]))
    return found


def written(found: Net, slip: str = "") -> dict[str, float]:
    """Return what somebody with that slip writes down of a network of any kind."""
    return work_two(found, slip) if found.second else work(found, slip)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


RULES = {  # an activation and its slope as it is worked out from its output
    "sigmoid": (sigmoid, lambda out: out * (1 - out)),
    "tanh": (math.tanh, lambda out: 1 - out**2),
    "relu": (lambda x: max(x, 0.0), lambda out: float(out > 0)),
}
LOSSES = {  # the error of one output, and its derivative by the output; of softmax, by the score
    "half_squared_error": (lambda t, o: 0.5 * (t - o) ** 2, lambda t, o: o - t),
    "binary_cross_entropy": (
        lambda t, o: -t * math.log(o) - (1 - t) * math.log(1 - o),
        lambda t, o: (o - t) / (o * (1 - o)),
    ),
    "cross_entropy": (lambda t, o: -t * math.log(o) if t else 0.0, lambda t, o: o - t),
}


def activated(activation: str, nets: list[float]) -> list[float]:
    if activation == "softmax":
        powers = [math.exp(value) for value in nets]
        return [power / sum(powers) for power in powers]
    return [RULES[activation][0](value) for value in nets]


def forward(W, b, x, slip, rounding=lambda value: value, activations=()):
    nets, outs = [], [x]
    last = len(W) - 1
    for layer, rows in enumerate(W):
        below = outs[-1]
        if slip == "net_for_out" and layer:
            below = nets[-1]
        if slip == "wrong_input" and layer == 0:
            below = [x[1], *x[1:]]  # x2 is put in for x1
        if slip == "transposed_weights" and len(rows) == len(rows[0]):
            rows = [[rows[j][k] for j in range(len(rows))] for k in range(len(rows))]
        left_out = slip == "no_bias" and layer == last
        if slip == "bias_alone" and layer == last:
            rows = [[0.0] * len(row) for row in rows]
        nets.append(
            [
                rounding(sum(w * o for w, o in zip(row, below, strict=True)) + (0 if left_out else b[layer][k]))
                for k, row in enumerate(rows)
            ]
        )
        activation = activations[layer] if activations else "sigmoid"
        outs.append([rounding(value) for value in activated(activation, nets[-1])])
    return nets, outs


def renumbered(W):
    """The same list of weights laid out column after column."""
    found = []
    for rows in W:
        flat = [value for row in rows for value in row]
        found.append([[flat[j * len(rows) + k] for j in range(len(rows[0]))] for k in range(len(rows))])
    return found


def work(net: Net, slip: str = "", rounding=lambda value: value) -> dict[str, float]:
    """Return every quantity of one round and the pass after it, as somebody with that slip writes it down.

    `rounding` is applied to every result, and what it leaves is carried on.
    """
    W = [[[float(v) for v in row] for row in rows] for rows in net.weights]
    b = [[float(v) for v in row] for row in net.biases]
    x, T = [float(v) for v in net.inputs], [float(v) for v in net.targets]
    names = {}
    for layer, rows in enumerate(W):
        for k, row in enumerate(rows):
            for j in range(len(row)):
                names[layer, k, j] = net.weight(layer, k, j)
    if slip == "other_numbering":
        W = renumbered(W)
        for layer, rows in enumerate(W):
            for k in range(len(rows)):
                for j in range(len(rows[0])):
                    at = j * len(rows) + k
                    names[layer, k, j] = net.weight(layer, at // len(rows[0]), at % len(rows[0]))
    if slip == "wrong_target":
        T = T[::-1]
    if slip == "misread":  # the digits of the first weight turned round, or its sign where they are the same
        text = net.weights[0][0][0]
        W[0][0][0] = -W[0][0][0] if text[-1] == text[-2] else float(f"{text[:-2]}{text[-1]}{text[-2]}")
    found: dict[str, float] = {}
    nets, outs = forward(W, b, x, slip, rounding, net.activations)
    loss, by_output = LOSSES[net.loss]
    squared = net.loss == "half_squared_error"

    def note(tail=""):
        for layer, column in enumerate(net.columns[1:]):
            for k, name in enumerate(column):
                found[f"net_{name}{tail}"], found[f"out_{name}{tail}"] = nets[layer][k], outs[layer + 1][k]
        factor = {"factor_two": 2, "half_twice": 0.5}.get(slip, 1) if squared else 1
        for name, t, o in zip(net.columns[-1], T, outs[-1], strict=True):
            found[f"E_{name}{tail}"] = rounding(factor * loss(t, o))
        found[f"E_total{tail}"] = sum(found[f"E_{name}{tail}"] for name in net.columns[-1])

    note()
    last = len(W) - 1
    newW, newb = [[row[:] for row in rows] for rows in W], [row[:] for row in b]
    above = None
    for layer in reversed(range(len(W))):
        deltas = []
        for k, name in enumerate(net.columns[layer + 1]):
            out, value = outs[layer + 1][k], nets[layer][k]
            if layer == last:
                error = rounding(by_output(T[k], out))
                error = -error if slip == "wrong_sign" else error
                error = error * ({"factor_two": 2, "half_twice": 0.5}.get(slip, 1) if squared else 1)
            else:
                used = newW[layer + 1] if slip == "updated_weights" else W[layer + 1]
                paths = [rounding(used[m][k] * above[m]) for m in range(len(above))]
                for m, path in enumerate(paths):
                    found[f"path_{name}_{net.columns[layer + 2][m]}"] = path
                error = paths[0] if slip == "one_path_only" else rounding(sum(paths))
            activation = net.activations[layer]
            whole = activation == "softmax"  # its slopes are in the error signal already
            apply, rule = (None, lambda out: 1.0) if whole else RULES[activation]
            slope = rounding(rule(out))
            if slip == "slope_at_net":
                slope = rule(value)
            if slip == "slope_twice" and not whole:
                slope = rule(apply(out))
            if slip == "error_in_slope":
                slope = rule(error)
            if not whole:
                found[f"dE_dout_{name}"], found[f"dout_dnet_{name}"] = error, slope
            forgotten = "no_output_slope" if layer == last else "no_hidden_slope"
            deltas.append(error if slip == forgotten else rounding(error * slope))
            found[f"delta_{name}"] = deltas[-1]
        rate = {"no_learning_rate": 1.0, "added_update": -RATE, "other_rate": OTHER_RATE}.get(slip, RATE)
        for k in range(len(deltas)):
            for j in range(len(W[layer][0])):
                carried = outs[layer][j]
                if slip == "no_input_factor":
                    carried = 1.0
                if slip == "wrong_input" and layer == 0 and j == 0:
                    carried = x[1]
                name = names[layer, k, j]
                found[f"grad_{name}"] = rounding(deltas[k] * carried)
                found[f"change_{name}"] = rounding(-rate * found[f"grad_{name}"])
                newW[layer][k][j] = found[f"new_{name}"] = rounding(W[layer][k][j] + found[f"change_{name}"])
            name = net.bias(layer, k)
            found[f"grad_{name}"] = deltas[k]
            moves = 0.0 if slip == "frozen_bias" else -rate
            found[f"change_{name}"] = rounding(moves * deltas[k])
            newb[layer][k] = found[f"new_{name}"] = rounding(b[layer][k] + found[f"change_{name}"])
        above = deltas
    nets, outs = forward(newW, newb, x, slip, rounding, net.activations)
    note("@r1")
    return found


def work_two(net: Net, slip: str = "") -> dict[str, float]:
    """Return what is written down of a batch of two samples, up to the new parameters."""
    found: dict[str, float] = {}
    inputs, targets = net.second
    each = [work(net, slip), work(replace(net, inputs=inputs, targets=targets), slip)]
    for number, values in enumerate(each, 1):
        for id, value in values.items():
            if "@" not in id and not id.startswith(("change_", "new_")):
                found[f"{id}@s{number}"] = value
    for id in each[0]:
        if id.startswith(("grad_", "change_", "new_")) or id == "E_total":
            found[id] = (each[0][id] + each[1][id]) / 2
    return found


SLIPS = (
    "updated_weights", "one_path_only", "no_output_slope", "no_hidden_slope", "slope_at_net", "slope_twice",
    "error_in_slope", "wrong_sign", "factor_two", "half_twice", "no_learning_rate", "added_update", "wrong_input",
    "no_input_factor", "net_for_out", "transposed_weights", "other_numbering", "no_bias", "frozen_bias", "wrong_target",
    "misread", "other_rate", "bias_alone",
)  # fmt: skip
PENS = ("decimal_shift", "digit_typo", "stale_value", "early_rounding")


def printed(value: float, decimals: int, how: str = ROUND_HALF_UP) -> str:
    return f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), how):f}"


def cut(value: float, decimals: int) -> str:
    return printed(value, decimals, ROUND_DOWN)


def pen_slip(slip: str, id: str, said: dict[str, str], source: random.Random) -> str | None:
    """Return what a slip of the pen makes of one printed number, or None where it makes nothing of it."""
    text = said[id]
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, places = digits.partition(".")
    if slip == "decimal_shift":
        moved = Decimal(text) * 10
        return f"{moved:.{len(places) - 1}f}" if moved else None
    if slip == "digit_typo":
        at = next((i for i in range(1, len(places)) if places[i] != places[i - 1] and int(places[:i])), None)
        swapped = places[: at - 1] + places[at] + places[at - 1] + places[at + 1 :] if at else None
        return swapped and f"{sign}{whole}.{swapped}"
    if slip == "stale_value":
        earlier = [other for other in list(said)[: list(said).index(id)] if said[other] != text]
        return said[source.choice(earlier)] if earlier else None
    raise KeyError(slip)
