"""The numbers of a worked example once more, from the definitions alone: an outside witness for every printed digit.

A number is an exact fraction and a ball (flint's `arb`) around what is left. So 1 − out of a saturated neuron keeps its
digits, a tie is seen where there is one, and a zero is a zero. Nothing of the project computes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, NamedTuple

from flint import arb, fmpq

NOTHING = 3322  # bits, a thousand digits: a sum this far below its terms, and not told from zero, is zero
APART = 16  # bits that the ball is smaller than the fraction, at least, where both are kept
LONGEST = 2**13  # bits of a fraction that is carried exactly
POWERS = 2000  # exponents of ten that are written out as a fraction
NONE, NIL = fmpq(0), arb(0)


class Undecided(Exception):
    """The balls are too wide to tell; more bits may."""


# --- numbers


class Real(NamedTuple):
    """A real number: an exact fraction, and a ball that holds what is left of it."""

    exact: fmpq
    rest: arb

    @property
    def ball(self) -> arb:
        return arb(self.exact) + self.rest if self.exact else self.rest

    def __neg__(self) -> Real:
        return Real(-self.exact, -self.rest)

    def __add__(self, other: Real) -> Real:
        return made(self.exact + other.exact, total(self.rest, other.rest))

    def __sub__(self, other: Real) -> Real:
        return made(self.exact - other.exact, total(self.rest, -other.rest))

    def __mul__(self, other: Real) -> Real:
        if not self.exact:
            return Real(NONE, self.rest * other.ball)
        if not other.exact:
            return Real(NONE, other.rest * self.ball)
        return made(self.exact * other.exact, self.rest * other.ball + arb(self.exact) * other.rest)

    def __truediv__(self, other: Real) -> Real:
        if not other.exact:
            if other.rest.is_zero():
                raise ZeroDivisionError("a quotient by zero")
            return Real(NONE, self.ball / other.rest)
        share = self.exact / other.exact
        return made(share, (self.rest - arb(share) * other.rest) / other.ball)

    @property
    def leans_down(self) -> bool:
        """Whether the middle of the number lies below zero."""
        return self.exact < 0 if self.exact else self.rest.mid() < 0

    @property
    def size(self) -> Real:
        """The number without its sign, or with it where the ball does not tell."""
        return -self if self.leans_down else self


def whole(value: int | Decimal | Fraction) -> Real:
    """Return a number that is known exactly."""
    return Real(fmpq(*value.as_integer_ratio()), NIL)


ZERO, ONE, TWO = whole(0), whole(1), whole(2)


def total(left: arb, right: arb) -> arb:
    """Return a sum of balls, zero where a thousand digits of its terms leave nothing."""
    found = left + right
    if found.contains(0) and not found.is_zero():
        largest = max(abs(left).mid(), abs(right).mid())
        if found.rad() < largest * arb(2) ** -NOTHING:
            return NIL
    return found


def made(exact: fmpq, rest: arb) -> Real:
    """Return a number whose fraction is kept where that can matter, else within its ball."""
    if not exact:
        return Real(NONE, rest)
    if rest.is_zero():
        return Real(exact, NIL) if exact.height_bits() < LONGEST else Real(NONE, arb(exact))
    ball = arb(exact)
    if exact.height_bits() < LONGEST and abs(rest) * 2**APART < abs(ball):
        return Real(exact, rest)
    return Real(NONE, total(ball, rest))


def added(terms: Iterable[Real]) -> Real:
    return sum(terms, ZERO)


def exp(power: Real) -> Real:
    """Return e to that power, near 1 as 1 and the ball that is left."""
    if not power.exact and abs(power.rest) < arb(2) ** -APART:
        return made(ONE.exact, power.rest.expm1())
    return Real(NONE, power.ball.exp())


def log1p(value: Real) -> Real:
    """Return the logarithm of one more than the value."""
    return Real(NONE, value.rest.log1p() if not value.exact else (ONE + value).ball.log())


def sign(value: Real) -> int:
    """Return 1, 0 or −1; raises Undecided where the balls do not tell."""
    exact, rest = value
    if rest.is_zero() or (exact and abs(rest) < abs(arb(exact))):
        return (exact > 0) - (exact < 0)
    ball = total(arb(exact), rest)
    if ball > 0 or ball < 0:
        return 1 if ball > 0 else -1
    if ball.is_zero():
        return 0
    raise Undecided


def ten_to(power: int) -> Real:
    return whole(Fraction(10) ** power) if abs(power) <= POWERS else Real(NONE, arb(10) ** power)


# --- activations and losses


class Answer(NamedTuple):
    """What a neuron sends forward and how steeply; of a share also 1 − out and the logarithms of both."""

    out: Real
    slope: Real
    co: Real | None = None
    log: Callable[[], Real] | None = None
    log_co: Callable[[], Real] | None = None


def softplus_of(net: Real) -> Real:
    small = log1p(exp(-net.size))
    return small if net.leans_down else net + small


def sigmoid_of(net: Real) -> tuple[Real, Real]:
    """Return 1/(1 + e^−net) and what it lacks of 1."""
    grown = exp(-net.size)
    small = grown / (ONE + grown)
    return (small, ONE - small) if net.leans_down else (ONE - small, small)


def sigmoid(net: Real, leak: Real) -> Answer:
    out, co = sigmoid_of(net)
    return Answer(out, out * co, co, lambda: -softplus_of(-net), lambda: -softplus_of(net))


def tanh(net: Real, leak: Real) -> Answer:
    grown = exp(-TWO * net.size)
    out = (ONE - grown) / (ONE + grown)
    slope = TWO * TWO * grown / ((ONE + grown) * (ONE + grown))
    return Answer(-out if net.leans_down else out, slope)


def rectified(net: Real, leak: Real) -> Answer:
    return Answer(net, ONE) if sign(net) > 0 else Answer(leak * net, leak)


ACTIVATIONS: dict[str, Callable[[Real, Real], Answer]] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": lambda net, leak: rectified(net, ZERO),
    "leaky_relu": rectified,
    "linear": lambda net, leak: Answer(net, ONE),
    "softplus": lambda net, leak: Answer(softplus_of(net), sigmoid_of(net)[0]),
}


def softmax(nets: list[Real]) -> list[Answer]:
    """Return the shares e^net / Σ e^net."""
    order = sorted(range(len(nets)), key=lambda i: nets[i].ball.mid(), reverse=True)
    first = order[0]
    grown = [exp(net - nets[first]) if i != first else ONE for i, net in enumerate(nets)]
    sum_of_all = added(grown)

    def log(i: int) -> Real:
        return nets[i] - nets[first] - log1p(added(grown[:first] + grown[first + 1 :]))

    def log_co(i: int) -> Real:
        if i != first:
            return log1p(-(grown[i] / sum_of_all))
        if len(nets) == 1:
            raise ZeroDivisionError("the logarithm of zero")
        second = order[1]
        return log(second) + log1p(added(exp(nets[k] - nets[second]) for k in order[2:]))

    found = []
    for i, own in enumerate(grown):
        out, co = own / sum_of_all, added(grown[:i] + grown[i + 1 :]) / sum_of_all
        found.append(Answer(out, out * co, co, partial(log, i), partial(log_co, i)))
    return found


def square(value: Real) -> Real:
    return value * value


class Loss(NamedTuple):
    """An output's term of E, ∂E/∂out, and ∂E/∂out times out, each of (answer, target, number of outputs)."""

    term: Callable[[Answer, Real, Real], Real]
    slope: Callable[[Answer, Real, Real], Real]
    times_out: Callable[[Answer, Real, Real], Real] | None = None


def binary_term(a: Answer, t: Real, n: Real) -> Real:
    return -(t * a.log() + (ONE - t) * a.log_co())


LOSSES = {
    "half_squared_error": Loss(lambda a, t, n: square(t - a.out) / TWO, lambda a, t, n: a.out - t),
    "squared_error": Loss(lambda a, t, n: square(t - a.out), lambda a, t, n: TWO * (a.out - t)),
    "mean_squared_error": Loss(lambda a, t, n: square(t - a.out) / n, lambda a, t, n: TWO * (a.out - t) / n),
    "binary_cross_entropy": Loss(
        binary_term,
        lambda a, t, n: (ONE - t) / a.co - t / a.out,
        lambda a, t, n: (ONE - t) * a.out / a.co - t,
    ),
    "half_mean_squared_error": Loss(lambda a, t, n: square(t - a.out) / TWO / n, lambda a, t, n: (a.out - t) / n),
    "mean_binary_cross_entropy": Loss(
        lambda a, t, n: binary_term(a, t, n) / n,
        lambda a, t, n: ((ONE - t) / a.co - t / a.out) / n,
        lambda a, t, n: ((ONE - t) * a.out / a.co - t) / n,
    ),
    "cross_entropy": Loss(lambda a, t, n: -(t * a.log()), lambda a, t, n: -(t / a.out), lambda a, t, n: -t),
}


def joint_deltas(loss: Loss, answers: list[Answer], targets: list[Real], n: Real) -> list[Real]:
    """Return ∂E/∂net of shares: Σ out_i·out_j·(∂E/∂out_i − ∂E/∂out_j) over the others, since shares sum to 1."""
    outs = [a.out for a in answers]
    pull = [(loss.times_out or loss.slope)(a, t, n) for a, t in zip(answers, targets, strict=True)]

    def across(i: int, j: int) -> Real:
        return pull[i] * outs[j] - pull[j] * outs[i] if loss.times_out else outs[i] * outs[j] * (pull[i] - pull[j])

    places = range(len(outs))
    return [added(across(i, j) for j in places if j != i) for i in places]


def output_delta(activation: str, loss: str, answer: Answer, target: Real, slope: Real) -> Real:
    """Return ∂E/∂net of an output, in the short form where sigmoid and cross-entropy cancel."""
    if activation == "sigmoid" and loss == "binary_cross_entropy":
        return answer.out - target
    if activation == "sigmoid" and loss == "cross_entropy":
        return -(target * answer.co)
    return slope * answer.slope


# --- a network in training

Numbers = dict[str, Real]


@dataclass(frozen=True)
class Worked:
    """An example, and how its neurons hang together."""

    example: Any
    rate: Real

    @cached_property
    def net(self):
        return self.example.network

    @cached_property
    def method(self):
        return self.example.method

    @cached_property
    def into(self) -> dict[str, list[tuple[str, str]]]:
        """The weights into each neuron, with where they come from."""
        neurons = [name for layer in self.net.layers for name in layer.neurons]
        return {n: [(w.name, w.source) for w in self.net.weights if w.target == n] for n in neurons}

    @cached_property
    def out_of(self) -> dict[str, list[tuple[str, str]]]:
        """The weights out of each neuron, with where they go."""
        return {n: [(w.name, w.target) for w in self.net.weights if w.source == n] for n in self.into}

    @cached_property
    def bias(self) -> dict[str, str]:
        return {neuron: b.name for b in self.net.biases for neuron in b.targets}

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return self.net.layers[-1].neurons

    @cached_property
    def moved_with(self) -> list[tuple[str, ...]]:
        """The parameters whose gradient is complete once each layer is done, going back."""
        found = []
        for index, layer in enumerate(self.net.layers):
            later = {n for below in self.net.layers[:index] for n in below.neurons}
            weights = [w.name for w in self.net.weights if w.target in layer.neurons]
            here = [b for b in self.net.biases if set(b.targets) & set(layer.neurons) and not set(b.targets) & later]
            found.append((*weights, *(b.name for b in here)))
        return found

    @cached_property
    def marks(self) -> list[str]:
        """What the ids of each sample end in."""
        count = len(self.net.samples)
        return [f"@s{s}" if count > 1 else "" for s in range(1, count + 1)]

    @cached_property
    def samples(self) -> list[tuple[Numbers, Numbers]]:
        """The inputs and the targets of each sample, by neuron."""
        return [
            (
                dict(zip(self.net.inputs, map(whole, sample.inputs), strict=True)),
                dict(zip(self.outputs, map(whole, sample.targets), strict=True)),
            )
            for sample in self.net.samples
        ]

    @cached_property
    def leaks(self) -> list[Real]:
        return [whole(layer.leak) for layer in self.net.layers]

    @cached_property
    def count(self) -> Real:
        return whole(len(self.outputs))

    def over_samples(self, terms: list[Real]) -> Real:
        found = added(terms)
        return found / whole(len(terms)) if self.method.over_samples == "mean" and len(terms) > 1 else found


def typed(example) -> dict[str, Decimal]:
    """Return what is given, by id, with the digits it was typed with."""
    net = example.network
    found = {p.name: p.value for p in (*net.weights, *net.biases)} | {"learning_rate": example.method.learning_rate}
    for place, layer in enumerate(net.layers, 1):
        found |= {f"leak_{place}": layer.leak} if layer.activation == "leaky_relu" else {}
    for number, sample in enumerate(net.samples, 1):
        mark = f"@s{number}" if len(net.samples) > 1 else ""
        found |= {f"{n}{mark}": v for n, v in zip(net.inputs, sample.inputs, strict=True)}
        found |= {f"T_{n}{mark}": v for n, v in zip(net.layers[-1].neurons, sample.targets, strict=True)}
    return found


@dataclass(frozen=True)
class Pass:
    """A forward pass of one sample: what each neuron or input sends on, and each neuron's answer."""

    worked: Worked
    inputs: Numbers
    targets: Numbers
    answers: dict[str, Answer]
    slopes: Numbers

    def activity(self, name: str) -> Real:
        return self.answers[name].out if name in self.answers else self.inputs[name]


def forward(worked: Worked, parameters: Numbers, place: int, found: Numbers, mark: str) -> Pass:
    """Return one sample's pass, and note net, out, and each output's error under their ids."""
    inputs, targets = worked.samples[place]
    sent, answers = dict(inputs), {}
    for layer, leak in zip(worked.net.layers, worked.leaks, strict=True):
        nets = []
        for n in layer.neurons:
            terms = [parameters[w] * sent[source] for w, source in worked.into[n]]
            nets.append(added([*terms, parameters[worked.bias[n]]] if n in worked.bias else terms))
        rule = ACTIVATIONS.get(layer.activation)
        sends = [rule(net, leak) for net in nets] if rule else softmax(nets)
        for n, net, answer in zip(layer.neurons, nets, sends, strict=True):
            found[f"net_{n}{mark}"], found[f"out_{n}{mark}"] = net, answer.out
            answers[n], sent[n] = answer, answer.out
    loss = LOSSES[worked.net.loss]
    terms = [loss.term(answers[n], targets[n], worked.count) for n in worked.outputs]
    found |= {f"E_{n}{mark}": term for n, term in zip(worked.outputs, terms, strict=True)}
    found[f"E_total{mark}"] = added(terms)
    slopes = {n: loss.slope(answers[n], targets[n], worked.count) for n in worked.outputs}
    return Pass(worked, inputs, targets, answers, slopes)


def output_deltas(run: Pass) -> Numbers:
    worked, names = run.worked, run.worked.outputs
    activation, loss = worked.net.layers[-1].activation, worked.net.loss
    if activation == "softmax":
        answers, targets = [run.answers[n] for n in names], [run.targets[n] for n in names]
        return dict(zip(names, joint_deltas(LOSSES[loss], answers, targets, worked.count), strict=True))
    return {n: output_delta(activation, loss, run.answers[n], run.targets[n], run.slopes[n]) for n in names}


def signals(run: Pass, parameters: Numbers, index: int, after: Numbers, found: Numbers, mark: str) -> Numbers:
    """Return δ of one layer, from that of the next, and note every quantity on the way."""
    worked, last = run.worked, index == len(run.worked.net.layers) - 1
    deltas = output_deltas(run) if last else {}
    for n in worked.net.layers[index].neurons:
        if last:
            back = run.slopes[n]
        else:
            paths = {target: parameters[w] * after[target] for w, target in worked.out_of[n]}
            found |= {f"path_{n}_{target}{mark}": path for target, path in paths.items()}
            back = added(paths.values())
            deltas[n] = back * run.answers[n].slope
        found[f"dE_dout_{n}{mark}"], found[f"dout_dnet_{n}{mark}"] = back, run.answers[n].slope
        found[f"delta_{n}{mark}"] = deltas[n]
    return deltas


def gradients(run: Pass, index: int, deltas: Numbers) -> Numbers:
    """Return the gradients that are complete with a layer; `deltas` holds those of this layer and the later ones."""
    worked, found = run.worked, {}
    weights = {w: (n, source) for n in worked.net.layers[index].neurons for w, source in worked.into[n]}
    shared = {b.name: b.targets for b in worked.net.biases}
    for name in worked.moved_with[index]:
        if name in weights:
            neuron, source = weights[name]
            found[name] = deltas[neuron] * run.activity(source)
        else:
            found[name] = added(deltas[n] for n in shared[name])
    return found


def moved(worked: Worked, parameters: Numbers, slopes: Numbers, found: Numbers, mark: str) -> Numbers:
    """Return the parameters after a step down these slopes, and note each change."""
    fixed = {b.name for b in worked.net.biases} if not worked.method.update_biases else set()
    result = dict(parameters)
    for name, slope in slopes.items():
        step = ZERO if name in fixed else worked.rate * slope
        result[name] = parameters[name] - step
        found[f"change_{name}{mark}"], found[f"new_{name}{mark}"] = -step, result[name]
    return result


def full_batch(worked: Worked, parameters: Numbers, found: Numbers) -> Numbers:
    """Return the parameters after a round in which all samples are seen before anything moves."""
    runs = [forward(worked, parameters, place, found, mark) for place, mark in enumerate(worked.marks)]
    found["E_total"] = worked.over_samples([found[f"E_total{mark}"] for mark in worked.marks])
    backward, slopes = dict(parameters), {}
    deltas: list[Numbers] = [{} for _ in runs]
    for index in reversed(range(len(worked.net.layers))):
        for run, known, mark in zip(runs, deltas, worked.marks, strict=True):
            known |= signals(run, backward, index, known, found, mark)
        each = [gradients(run, index, known) for run, known in zip(runs, deltas, strict=True)]
        for slopes_of_one, mark in zip(each, worked.marks, strict=True):
            found |= {f"grad_{name}{mark}": slope for name, slope in slopes_of_one.items()}
        whole_layer = {name: worked.over_samples([one[name] for one in each]) for name in each[0]}
        found |= {f"grad_{name}": slope for name, slope in whole_layer.items()}
        slopes |= whole_layer
        if worked.method.hidden_gradient == "updated_weights":
            backward = moved(worked, backward, whole_layer, found, "")
    return moved(worked, parameters, slopes, found, "")


def online(worked: Worked, parameters: Numbers, found: Numbers) -> Numbers:
    """Return the parameters after a round in which they move after each sample."""
    start, marks = parameters, worked.marks
    for place, mark in enumerate(marks):
        run = forward(worked, parameters, place, found, mark)
        backward, slopes, deltas = dict(parameters), {}, {}
        for index in reversed(range(len(worked.net.layers))):
            deltas |= signals(run, backward, index, deltas, found, mark)
            layer = gradients(run, index, deltas)
            slopes |= layer
            if worked.method.hidden_gradient == "updated_weights":
                backward = moved(worked, backward, layer, found, mark)
        found |= {f"grad_{name}{mark}": slope for name, slope in slopes.items()}
        parameters = moved(worked, parameters, slopes, found, mark)
    found["E_total"] = worked.over_samples([found[f"E_total{mark}"] for mark in marks])
    for name in start:
        found[f"change_{name}"] = added(found[f"change_{name}{mark}"] for mark in marks)
        found[f"new_{name}"] = parameters[name]
    return parameters


def after(worked: Worked, parameters: Numbers, done: int) -> Numbers:
    """Return the forward passes with the parameters that so many rounds left, and those parameters."""
    found: Numbers = {f"new_{name}": value for name, value in parameters.items()} if done > 1 else {}
    for place, mark in enumerate(worked.marks):
        forward(worked, parameters, place, found, mark)
    found["E_total"] = worked.over_samples([found[f"E_total{mark}"] for mark in worked.marks])
    return {f"{id}@r{done}": value for id, value in found.items()}


def numbers(example, rounds: Iterable[int] = (1,), rate: Decimal | None = None, *, every: bool = False) -> Numbers:
    """Return every number by id: what is given, the first round, and the passes after the rounds asked for.

    With `every` the numbers on the way of later rounds are there too, which nobody prints.
    """
    worked, wanted = Worked(example, whole(rate or example.method.learning_rate)), set(rounds)
    one_round = online if worked.method.batch == "online" and len(worked.marks) > 1 else full_batch
    given = {id: whole(value) for id, value in typed(example).items()} | {"learning_rate": worked.rate}
    parameters = {p.name: given[p.name] for p in (*worked.net.weights, *worked.net.biases)}
    found: Numbers = dict(given)
    for done in range(1, max(wanted, default=0) + 1):
        way = found if done == 1 else {}
        parameters = one_round(worked, parameters, way)
        if not all(value.rest.is_finite() for value in parameters.values()):
            raise Undecided
        found |= after(worked, parameters, done) if done in wanted else {}
        found |= {f"{id} in round {done}": value for id, value in way.items()} if every and done > 1 else {}
    return found
