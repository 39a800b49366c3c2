"""A layer at once: its net inputs as W x + b, what comes back to it as Wᵀ δ, its gradients as δ outᵀ.

Each is one line of work of matrices whose entries are the quantities of the scalar steps, so both say the same.
"""

from __future__ import annotations

from collections.abc import Callable

from ..formula.layout import sign_of, value_of
from ..formula.nodes import Formula, Mark, Matrix, Node, Row, Value
from ..network.quantity import Quantity, id_of
from ..steps.solution import Solution

Writer = Callable[[Solution, str], Node]


def _vector(solution: Solution, ids: list[str], write: Writer) -> Matrix:
    return Matrix(tuple((write(solution, id),) for id in ids))


def _weights(solution: Solution, index: int, write: Writer, *, turned: bool = False) -> Matrix:
    """Return a layer's weights, one row a neuron of this layer, or turned, one a neuron below; 0 where none leads."""
    net = solution.example.network
    below, above, between = net.columns[index], net.columns[index + 1], net.between
    cells = [[between.get((source, target)) for source in below] for target in above]
    cells = [list(row) for row in zip(*cells, strict=True)] if turned else cells
    return Matrix(tuple(tuple(write(solution, w.name) if w else Value("0") for w in row) for row in cells))


def _line(solution: Solution, subject: list[str], sides: Callable[[Writer], Node]) -> Formula:
    return Formula(
        subject=_vector(solution, subject, sign_of),
        symbolic=sides(sign_of),
        substituted=sides(value_of),
        value=_vector(solution, subject, value_of),
    )


def net_line(solution: Solution, index: int, sample: int | None) -> Formula:
    """Return the net inputs of a layer as W x + b; without a bias anywhere the b is left out."""
    net = solution.example.network
    below, above = net.columns[index], net.columns[index + 1]
    biases, at = [net.bias_of(neuron) for neuron in above], Quantity("net", sample=sample)

    def sides(write: Writer) -> Node:
        carried = _vector(solution, [net.sent(name, at).id for name in below], write)
        items: list[Node] = [_weights(solution, index, write), carried]
        if any(biases):
            column = ((write(solution, bias.name) if bias else Value("0"),) for bias in biases)
            items += [Mark("+"), Matrix(tuple(column))]
        return Row(tuple(items))

    return _line(solution, [id_of("net", name, sample=sample) for name in above], sides)


def back_line(solution: Solution, index: int, sample: int | None) -> Formula:
    """Return what comes back to a hidden layer as the turned weights of the next one times its error signals."""
    net = solution.example.network
    signals = [id_of("delta", name, sample=sample) for name in net.columns[index + 2]]

    def sides(write: Writer) -> Node:
        return Row((_weights(solution, index + 1, write, turned=True), _vector(solution, signals, write)))

    return _line(solution, [id_of("dE_dout", name, sample=sample) for name in net.columns[index + 1]], sides)


def grad_line(solution: Solution, index: int, sample: int | None) -> Formula:
    """Return the gradients of a layer's weights as its error signals times, as a row, what the weights carried."""
    net = solution.example.network
    below, above, at = net.columns[index], net.columns[index + 1], Quantity("grad", sample=sample)

    def grads(write: Writer) -> Matrix:
        cells = ([net.between.get((source, target)) for source in below] for target in above)
        return Matrix(
            tuple(tuple(write(solution, at.of("grad", w.name).id) if w else Value("0") for w in row) for row in cells)
        )

    def sides(write: Writer) -> Node:
        carried = Matrix((tuple(write(solution, net.sent(name, at).id) for name in below),))
        signals = [id_of("delta", name, sample=sample) for name in above]
        return Row((_vector(solution, signals, write), carried))

    return Formula(subject=grads(sign_of), symbolic=sides(sign_of), substituted=sides(value_of), value=grads(value_of))


MATRIX_LINES = {"net": net_line, "back": back_line, "grad": grad_line}
