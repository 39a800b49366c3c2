"""The example as a NumPy program that a student could have written; its numbers are marked with their ids.

Longer than most: one program, from its first line to its last.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ..network.quantity import id_of
from ..network.spec import Network
from ..steps.solution import Solution
from ..words.en import programs as words
from . import formulas
from .numbers import mark, plain


class _Program:
    """Writes the program of one example; every method yields lines."""

    def __init__(self, solution: Solution):
        self.solution = solution
        self.net: Network = solution.example.network
        self.method = solution.example.method
        self.several = len(self.net.samples) > 1
        self.online = solution.example.online
        self.batch = self.several and not self.online  # all samples as the rows of one matrix
        self.tags = self._layer_tags()
        self.own = all(self._own_biases(names) for names in self.net.columns[1:])
        self.careful = self._saturates()
        self.last = self.net.layers[-1].activation
        named = "binary_cross_entropy" if self.net.loss_traits.of_both_sides else self.net.loss
        self.together = formulas.TOGETHER.get((named, self.last)) if self.careful else None
        binary = self.careful and self.net.loss_traits.of_both_sides
        self.needs = ("net", "T") if self.together else ("net", "out", "T") if binary else ("out", "T")

    def _layer_tags(self) -> list[str]:
        hidden = len(self.net.layers) - 1
        return [*(["hidden"] if hidden == 1 else [f"hidden{i}" for i in range(1, hidden + 1)]), "output"]

    def _own_biases(self, neurons: tuple[str, ...]) -> bool:
        biases = [self.net.bias_of(neuron) for neuron in neurons]
        return all(b is None for b in biases) or all(b is not None and len(b.targets) == 1 for b in biases)

    def _bias_names(self, neurons: tuple[str, ...]) -> list[str]:
        return [bias.name for bias in map(self.net.bias_of, neurons) if bias]

    def _saturates(self) -> bool:
        """Return whether the textbook's formulas would lose digits, or overflow, on the way."""
        curved = {n for layer in self.net.layers if layer.traits.bounded for n in layer.neurons}
        nets = (n for n in self.solution.numbers.values() if n.quantity.kind == "net")
        return any(n.quantity.names[0] in curved and abs(n.value) > formulas.SATURATED for n in nets)

    def lines(self) -> Iterator[str]:
        body = list(self._body())
        text = "\n".join(body)
        wanted: list[str] = []
        while fresh := [n for n in formulas.HELPERS if n not in wanted and re.search(rf"\b{n}\(", text)]:
            wanted += fresh
            text = "\n".join(formulas.HELPERS[name] for name in fresh)
        helpers = [
            line
            for name in formulas.HELPERS
            if name in wanted
            for line in ("", "", *formulas.HELPERS[name].splitlines())
        ]
        at = body.index(f"def forward({'X' if self.several else 'x'}):") - 2
        yield from (*body[:at], *helpers, *body[at:])

    def _body(self) -> Iterator[str]:
        yield "import numpy as np"
        yield ""
        yield from self._samples()
        yield f"rate = {self._given('learning_rate')}"
        yield ""
        yield f"# {words.WEIGHTS}"
        for index, tag in enumerate(self.tags):
            yield from self._parameters(index, tag)
        yield from self._functions()
        yield from self._training()
        x = "X_all" if self.online else "X" if self.several else "x"
        yield ""
        yield f"# {words.AGAIN}"
        yield from self._show_parameters()
        yield f"{self._names('net', 'out')} = forward({x})"
        yield from self._show_errors(f"@r{self.method.rounds}")

    # --- what is given

    def _given(self, id: str) -> str:
        return mark(id, self.solution.numbers[id].shown.replace("\u2212", "-"))

    def _row(self, ids: Iterable[str | None]) -> str:
        return "[" + ", ".join("0" if id is None else self._given(id) for id in ids) + "]"

    @staticmethod
    def _end(*rows: str) -> str:
        """Close an array; one of whole numbers alone says that they are floats, so that none runs over."""
        return ")" if any("." in plain(row) for row in rows) else ", dtype=float)"

    def _samples(self) -> Iterator[str]:
        numbers = range(1, len(self.net.samples) + 1) if self.several else [None]
        for letter, kind, names in (("X", "input", self.net.inputs), ("T", "target", self.net.outputs)):
            rows = [self._row(id_of(kind, name, sample=s) for name in names) for s in numbers]
            if self.several:
                name = f"{letter}_all" if self.online else letter
                told = words.one_row_a_sample(", ".join(names))
                yield f"{name} = np.array([{', '.join(rows)}]{self._end(*rows)}  # {told}"
            else:
                name = letter.lower() if letter == "X" else letter
                yield f"{name} = np.array({rows[0]}{self._end(*rows)}  # {', '.join(names)}"

    def _parameters(self, index: int, tag: str) -> Iterator[str]:
        below, above = self.net.columns[index], self.net.columns[index + 1]
        named = {ends: weight.name for ends, weight in self.net.between.items()}
        lead = f"W_{tag} = np.array(["
        rows = [self._row(named.get((source, neuron)) for source in below) for neuron in above]
        for i, (row, neuron) in enumerate(zip(rows, above, strict=True)):
            start, end = lead if i == 0 else " " * len(lead), f"]{self._end(*rows)}" if i == len(rows) - 1 else ","
            yield f"{start}{row}{end}  # {words.into(neuron)}"
        if any((source, neuron) not in named for neuron in above for source in below):
            mask = [[int((source, neuron) in named) for source in below] for neuron in above]
            yield f"linked_{tag} = np.array({mask})  # {words.LINKED}"
        if self.own and self.net.bias_of(above[0]):
            row = self._row(self._bias_names(above))
            yield f"b_{tag} = np.array({row}{self._end(row)}"
        if not self.own:
            if index == 0:
                row = self._row(b.name for b in self.net.biases)
                yield f"biases = np.array({row}{self._end(row)}"
            feeds = [[int(neuron in bias.targets) for bias in self.net.biases] for neuron in above]
            yield f"feeds_{tag} = np.array({feeds})  # {words.FEEDS}"
        if self.net.layers[index].traits.leaky:
            yield f"leak_{tag} = {self._given(id_of('leak', str(index + 1)))}"

    # --- functions

    def _bias_term(self, index: int) -> str:
        if not self.own:
            return f" + feeds_{self.tags[index]} @ biases"
        return f" + b_{self.tags[index]}" if self.net.bias_of(self.net.columns[index + 1][0]) else ""

    @property
    def _total(self) -> str:
        """The method that adds up a layer."""
        return "sum(axis=-1, keepdims=True)" if self.several else "sum()"

    def _value(self, index: int) -> str:
        return self._fill(self._formulas(self.net.layers[index].activation)[0], self.tags[index])

    def _formulas(self, activation: str) -> tuple[str, str]:
        """Return an activation and its slope as they are written here."""
        if self.careful and activation in formulas.CAREFUL:
            return formulas.CAREFUL[activation]
        return formulas.activation(activation, self._total)

    def _loss(self) -> tuple[str, str]:
        """Return the terms of the error and their slopes as they are written here."""
        if self.together:
            return self._shared(*self.together)
        rest = formulas.REST.get(self.last, "(1 - out)")
        if self.careful and self.net.loss == "cross_entropy":
            return self._shared(*formulas.CAREFUL_SHARE)
        if "net" not in self.needs:
            return formulas.loss(self.net.loss, len(self.net.outputs))
        terms, slope = formulas.CAREFUL_BINARY
        if self.net.layers[-1].traits.joint:
            terms = formulas.SHARES_BINARY
        return self._shared(terms.format(rest=rest), slope.format(rest=rest))

    def _shared(self, terms: str, slope: str) -> tuple[str, str]:
        """Return both divided by the number of outputs, where the loss is a mean over them."""
        n = len(self.net.outputs)
        return (f"({terms}) / {n}", f"({slope}) / {n}") if self.net.loss_traits.mean and n > 1 else (terms, slope)

    def _error(self, targets: str) -> str:
        """Return the call that gives the terms of the error."""
        return f"error({', '.join(targets if name == 'T' else f'{name}_output' for name in self.needs)})"

    @staticmethod
    def _fill(formula: str, tag: str) -> str:
        return re.sub(r"\b(net|out|leak)\b", rf"\1_{tag}", formula)

    def _functions(self) -> Iterator[str]:
        yield ""
        yield ""
        yield f"def forward({'X' if self.several else 'x'}):"
        below = "X" if self.several else "x"
        for index, tag in enumerate(self.tags):
            product = f"{below} @ W_{tag}.T" if self.several else f"W_{tag} @ {below}"
            yield f"    net_{tag} = {product}{self._bias_term(index)}"
            yield f"    out_{tag} = {self._value(index)}"
            below = f"out_{tag}"
        yield f"    return {self._names('net', 'out')}"
        yield ""
        yield ""
        yield f"def error({', '.join(self.needs)}):"
        yield f"    return {self._loss()[0]}"
        yield ""
        yield ""
        yield "def show(kind, names, values, when=''):"
        yield "    for name, value in zip(names, np.ravel(values)):"
        yield "        if name:"
        yield "            print(f'{kind}_{name}{when} = {value:.9f}')"
        yield ""
        yield ""

    def _names(self, *kinds: str) -> str:
        return ", ".join(f"{kind}_{tag}" for tag in self.tags for kind in kinds)

    # --- one round

    def _training(self) -> Iterator[str]:
        rounds = self.method.rounds
        indent = "    " if rounds > 1 else ""
        if rounds > 1:
            yield f"for turn in range({rounds}):"
        if self.online:
            yield f"{indent}for s in range({len(self.net.samples)}):"
            yield f"{indent}    X, T = X_all[s : s + 1], T_all[s : s + 1]"
            indent += "    "
        yield f"{indent}{self._names('net', 'out')} = forward({'X' if self.several else 'x'})"
        if rounds == 1 and not self.online:
            yield from self._show_forward()
        yield ""
        yield f"{indent}# {words.BACKWARD}"
        yield from (f"{indent}{text}" for text in self._backward())
        if rounds == 1 and not self.online:
            yield from self._show_backward()
        yield ""
        yield from (f"{indent}{text}" for text in self._update())

    def _backward(self) -> Iterator[str]:
        last = len(self.tags) - 1
        updated = self.method.hidden_gradient == "updated_weights"
        for index in range(last, -1, -1):
            tag = self.tags[index]
            if index == last:
                slope = self._fill(self._loss()[1], tag)
                yield f"{'delta' if self.together else 'dE_dout'}_{tag} = {slope}"
            else:
                above = self.tags[index + 1]
                W = f"(W_{above} - rate * grad_W_{above})" if updated else f"W_{above}"
                yield (
                    f"dE_dout_{tag} = delta_{above} @ {W}" if self.several else f"dE_dout_{tag} = {W}.T @ delta_{above}"
                )
            if index != last or not self.together:
                yield f"delta_{tag} = {self._delta(index)}"
            below = f"out_{self.tags[index - 1]}" if index else "X" if self.several else "x"
            outer = f"delta_{tag}.T @ {below}{self._share()}" if self.several else f"np.outer(delta_{tag}, {below})"
            masked = len(self.net.columns[index]) * len(self.net.columns[index + 1]) > sum(
                w.target in self.net.columns[index + 1] for w in self.net.weights
            )
            yield f"grad_W_{tag} = {outer}" + (f" * linked_{tag}" if masked else "")
            if self.own and self._bias_term(index):
                yield f"grad_b_{tag} = delta_{tag}" + (f".sum(axis=0){self._share()}" if self.several else "")
        if not self.own:
            parts = [f"delta_{tag} @ feeds_{tag}" for tag in self.tags]
            total = " + ".join(parts)
            yield f"grad_biases = ({total}).sum(axis=0){self._share()}" if self.several else f"grad_biases = {total}"

    def _delta(self, index: int) -> str:
        tag, layer = self.tags[index], self.net.layers[index]
        if layer.traits.joint and self.careful:
            return f"out_{tag} * (dE_dout_{tag} * others(out_{tag}) - others(dE_dout_{tag} * out_{tag}))"
        if layer.traits.joint:
            return f"out_{tag} * (dE_dout_{tag} - (dE_dout_{tag} * out_{tag}).{self._total})"
        if layer.traits.straight:
            return f"dE_dout_{tag}"
        slope = self._fill(self._formulas(layer.activation)[1], tag)
        return f"dE_dout_{tag} * {slope}" if slope.startswith(("out", "np.")) else f"dE_dout_{tag} * ({slope})"

    def _share(self) -> str:
        return f" / {len(self.net.samples)}" if self.batch and self.method.over_samples == "mean" else ""

    def _update(self) -> Iterator[str]:
        for index, tag in enumerate(self.tags):
            yield f"W_{tag} = W_{tag} - rate * grad_W_{tag}"
            if self.own and self._bias_term(index) and self.method.update_biases:
                yield f"b_{tag} = b_{tag} - rate * grad_b_{tag}"
        if not self.own and self.method.update_biases:
            yield "biases = biases - rate * grad_biases"

    # --- what is printed

    def _weight_names(self, index: int) -> list[str]:
        between, below, above = self.net.between, self.net.columns[index], self.net.columns[index + 1]
        found = [between.get((source, neuron)) for neuron in above for source in below]
        return [weight.name if weight else "" for weight in found]

    def _show_forward(self) -> Iterator[str]:
        if not self.several:
            for tag, names in zip(self.tags, self.net.columns[1:], strict=True):
                yield f"show('net', {list(names)}, net_{tag})"
                yield f"show('out', {list(names)}, out_{tag})"
        yield from self._show_errors("")

    def _show_errors(self, when: str) -> Iterator[str]:
        suffix = f", {when!r}" if when else ""
        if not self.several:
            if when:
                yield f"show('out', {list(self.net.outputs)}, out_output{suffix})"
            yield f"show('E', {list(self.net.outputs)}, {self._error('T')}{suffix})"
        share = f" / {len(self.net.samples)}" if self.several and self.method.over_samples == "mean" else ""
        yield f"show('E', ['total'], {self._error('T_all' if self.online else 'T')}.sum(){share}{suffix})"

    def _show_backward(self) -> Iterator[str]:
        for index in range(len(self.tags) - 1, -1, -1):
            tag, names = self.tags[index], self.net.columns[index + 1]
            if not self.several:
                yield f"show('delta', {list(names)}, delta_{tag})"
            yield f"show('grad', {self._weight_names(index)}, grad_W_{tag})"
            if self.own and self._bias_term(index):
                yield f"show('grad', {self._bias_names(names)}, grad_b_{tag})"
        if not self.own:
            yield f"show('grad', {[b.name for b in self.net.biases]}, grad_biases)"

    def _show_parameters(self) -> Iterator[str]:
        when = f", '@r{self.method.rounds}'" if self.method.rounds > 1 else ""
        for index, tag in enumerate(self.tags):
            yield f"show('new', {self._weight_names(index)}, W_{tag}{when})"
            if self.own and self._bias_term(index):
                names = self._bias_names(self.net.columns[index + 1])
                yield f"show('new', {names}, b_{tag}{when})"
        if not self.own:
            yield f"show('new', {[b.name for b in self.net.biases]}, biases{when})"


def promised(source: str) -> list[str]:
    """Return the ids that a program says it prints, in order: those of its calls of show."""
    calls = [node for node in ast.walk(ast.parse(plain(source))) if isinstance(node, ast.Call)]
    shows = sorted((c for c in calls if getattr(c.func, "id", "") == "show"), key=lambda call: call.lineno)
    found: list[str] = []
    for call in shows:
        kind, names, *when = [ast.literal_eval(call.args[place]) for place in (0, 1, 3) if place < len(call.args)]
        found += [f"{kind}_{name}{''.join(when)}" for name in names if name]
    return found


def program(solution: Solution) -> str:
    """Return the program of an example, its numbers marked."""
    return "\n".join(_Program(solution).lines()) + "\n"
