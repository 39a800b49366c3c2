"""What a source prints is held against ours under the source's own conventions, whatever slip is in it."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from decimal import Decimal

import pytest

import planted
from backprop.audit.findings import Audit
from backprop.audit.judge import judge
from backprop.audit.source.claims import Claims, CountClaim, DirectionClaim, NumberClaim, Source
from backprop.audit.source.conventions import Vocabulary
from backprop.audit.source.file import parse_claims
from backprop.audit.source.stating import states
from backprop.audit.telling.explain import explain
from backprop.audit.worlds.prepared import prepare
from backprop.errors import ContentError
from backprop.steps.solving import solve
from conftest import parse

TURNED = {  # what has its sign turned under a convention, by the beginning of its id
    ("delta", "target_minus_output"): ("delta_", "dE_dout_", "path_"),
    ("bias", "threshold"): ("b", "grad_b", "change_b", "new_b"),
}
SMALL = (2, 2, 2)


def judged(example: dict, claims: list[dict], **conventions: str) -> Audit:
    solution = solve(parse(example))
    data = {"source": {"title": "somebody"}, "conventions": conventions, "claims": claims}
    return judge(prepare(solution), parse_claims(data, "claims.toml", solution))


def turned(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def said(values: dict[str, str], prefixes: tuple[str, ...] = ()) -> list[dict]:
    """Return claims that print some values, those of some ids with the other sign."""
    return [
        {"quantity": id, "printed": turned(text) if id.startswith(prefixes) and prefixes else text}
        for id, text in values.items()
    ]


def worked(seed: int, slip: str, decimals: int) -> tuple[dict, dict[str, str]]:
    """Return a random example and what somebody with a slip prints of it."""
    net = planted.net(random.Random(seed), SMALL)
    values = planted.work(net, slip)
    return net.data(), {id: planted.printed(value, decimals) for id, value in values.items() if value}


def verdicts(found: Audit) -> dict[str, tuple]:
    return {f.claim.quantity: (f.verdict, f.deviations, f.claim.subject) for f in found.findings}


# --- the other sign


@pytest.mark.parametrize("convention", TURNED, ids=" ".join)
@pytest.mark.parametrize(
    "slip", ["one_path_only", "no_hidden_slope", "updated_weights", "frozen_bias", "factor_two", "added_update", ""]
)
def test_a_source_with_the_other_sign_is_judged_like_one_with_ours(convention, slip):
    example, values = worked(11, slip, 6)
    ours = verdicts(judged(example, said(values)))
    theirs = verdicts(judged(example, said(values, TURNED[convention]), **dict([convention])))
    assert theirs == ours
    assert not slip or any(slip in deviations for _, deviations, _ in theirs.values())


@pytest.mark.parametrize("convention", TURNED, ids=" ".join)
def test_numbers_carried_from_a_wrong_one_are_carried_under_the_other_sign_too(convention):
    net = planted.net(random.Random(12), SMALL)
    wrong = planted.work(replace(net, targets=("0.4217", *net.targets[1:])))  # a target misread, and all that follows
    values = {id: planted.printed(value, 6) for id, value in wrong.items() if "@" not in id and id[:2] != "E_"}
    ours = verdicts(judged(net.data(), said(values)))
    theirs = verdicts(judged(net.data(), said(values, TURNED[convention]), **dict([convention])))
    assert theirs == ours
    assert {ours[id][0] for id in ("delta_Y1", "grad_w5", "path_H1_Y1", "grad_b3", "new_b3")} == {"carried"}


@pytest.mark.parametrize("convention", TURNED, ids=" ".join)
def test_a_number_with_our_sign_is_wrong_where_the_other_is_declared(convention):
    example, values = worked(13, "", 6)
    found = judged(example, said(values), **dict([convention])).findings
    for finding in found:
        touched = finding.claim.quantity.startswith(TURNED[convention])
        assert (finding.verdict == "exact") is not touched, finding.claim.quantity


def test_a_printed_gradient_may_be_the_change_or_the_step_of_a_weight_and_of_a_bias():
    example, values = worked(14, "", 6)
    changes = {id.replace("change", "grad"): text for id, text in values.items() if id.startswith("change_")}
    for declared, prefixes in (("change", ()), ("step", ("grad_",))):
        found = judged(example, said(changes, prefixes), gradient=declared).findings
        assert {f.verdict for f in found} == {"exact"}, declared
        assert {f.claim.subject for f in found} == {id.replace("grad", "change") for id in changes}
    plain = judged(example, said({id: text for id, text in values.items() if id.startswith("grad_")})).findings
    assert {f.verdict for f in plain} == {"exact"}


def test_a_threshold_turns_the_sign_of_biases_and_of_nothing_else():
    example, values = worked(15, "", 6)
    data = {"source": {"title": "s"}, "conventions": {"bias": "threshold"}, "claims": said(values)}
    solution = solve(parse(example))
    for claim in parse_claims(data, "claims.toml", solution).claims:
        assert claim.sign == (-1 if claim.quantity.startswith(TURNED["bias", "threshold"]) else 1), claim.quantity


# --- what a claim is about


def claimed(**claim: object):
    """Return one claim about a random example."""
    example, _ = worked(1, "", 6)
    data = {"source": {"title": "s"}, "claims": [claim]}
    [found] = parse_claims(data, "claims.toml", solve(parse(example))).claims
    return found


@pytest.mark.parametrize(
    ("quantity", "subject", "rounds"),
    [("out_Y1", "out_Y1", 1), ("out_Y1@r1", "out_Y1@r1", 1), ("out_Y1@r7", "out_Y1@r1", 7), ("new_w1@r7", "new_w1", 7),
     ("new_w1", "new_w1", 1), ("E_total@r1000000", "E_total@r1", 1000000), ("grad_w1@r2", "grad_w1", 3),
     ("delta_Y1@r1", "delta_Y1", 2)],
)  # fmt: skip
def test_a_number_after_so_many_rounds_is_the_one_after_the_first_with_its_rounds(quantity, subject, rounds):
    found = claimed(quantity=quantity, printed="0.5")
    assert (found.subject, found.rounds, found.sign) == (subject, rounds, 1)


@pytest.mark.parametrize("quantity", ["out_Y1@r1000001", "out_Y1@r0", "net_H9", "x1@r1", "learning_rate@r2", "@r2"])
def test_what_no_quantity_is_called_is_refused(quantity):
    with pytest.raises(ContentError, match="the id of a quantity of this example"):
        claimed(quantity=quantity, printed="0.5")


@pytest.mark.parametrize("quantity", ["w1", "b1", "new_w1", "change_w1", "E_total", "out_Y1", "E_total@r1", "net_H1"])
def test_a_direction_is_told_of_what_has_a_value_before_and_after(quantity):
    assert claimed(quantity=quantity, printed="increases").way == 1


@pytest.mark.parametrize("quantity", ["x1", "T_Y1", "delta_Y1", "grad_w1", "learning_rate", "dE_dout_H1",
                                      "grad_w1@r2", "change_w1@r2", "delta_Y1@r3"])  # fmt: skip
def test_a_direction_of_what_does_not_change_is_refused(quantity):
    with pytest.raises(ContentError, match="got a direction; say it of a weight, a bias or an error"):
        claimed(quantity=quantity, printed="increases")


@pytest.mark.parametrize(
    ("word", "direction"),
    [("increases", 1), ("Goes up", 1), (" rises ", 1), ("falls", -1), ("decreased", -1), ("stays the same", 0)],
)
def test_a_direction_is_read_from_a_word(word, direction):
    assert claimed(quantity="w1", printed=word).way == direction


@pytest.mark.parametrize("kind", ["the TOML table", "an id and a text"])
def test_a_claim_is_made_of_a_table_or_of_an_id_and_what_is_printed(kind):
    example, values = worked(1, "", 6)
    solution = solve(parse(example))
    said = [("out_Y1", values["out_Y1"]), ("new_w1@r7", "0.25"), ("w1", "goes up"), ("number_of_weights", "8")]
    if kind == "the TOML table":
        data = {"source": {"title": "s"}, "claims": [{"quantity": id, "printed": text} for id, text in said]}
        made = parse_claims(data, "claims.toml", solution).claims
    else:
        made = states(Vocabulary.of(solution.trace), said)
    assert [type(claim) for claim in made] == [NumberClaim, NumberClaim, DirectionClaim, CountClaim]
    assert [(claim.number, claim.about, claim.text) for claim in made] == [(i, *one) for i, one in enumerate(said, 1)]


def test_a_class_is_marked_by_a_loop_over_one_preparation():
    example, values = worked(11, "one_path_only", 6)
    solution = solve(parse(example))
    prepared, vocabulary = prepare(solution), Vocabulary.of(solution.trace)
    nobody = Source(title="a class", author="", url="", note="", conventions={})
    papers = {"slipped": dict(values), "lucky": {"out_Y1": values["out_Y1"]}, "wrong": {"net_H1": "9.123456"}}
    found = {}
    for name, paper in papers.items():
        claims = Claims(path=name, source=nobody, claims=states(vocabulary, paper.items()))
        found[name] = [finding.verdict for finding in judge(prepared, claims).findings]
    assert found["lucky"] == ["exact"] and found["wrong"] == ["unexplained"] and "slip" in found["slipped"]
    alone = judged(example, said(values)).findings
    assert found["slipped"] == [finding.verdict for finding in alone]  # whoever else was marked before


def test_what_is_said_of_no_quantity_is_refused_with_its_place():
    example, _ = worked(1, "", 6)
    vocabulary = Vocabulary.of(solve(parse(example)).trace)
    with pytest.raises(ContentError) as raised:
        states(vocabulary, [("out_Y1", "0.5"), ("out_Y9", "half")])
    assert str(raised.value).splitlines() == [
        'out_Y9: quantity: wanted the id of a quantity of this example, got "out_Y9"; did you mean "out_Y2"?',
        'out_Y9: printed: wanted a number as it is printed, or a word such as increases, got "half"; '
        "quote its digits exactly",
    ]


# --- a printed line under the source's conventions


def test_a_line_has_the_signs_of_its_source_in_its_names_and_as_they_stand_in_its_numbers():
    # ours: δ = (y − T)·slope; the source's is the other one, and so are those of the names it uses
    example, values = worked(16, "", 9)
    signal, path = turned(values["delta_Y1"]), turned(values["dE_dout_H1"])
    out, target = values["out_Y1"], example["network"]["targets"]["Y1"]
    claims = [
        {"quantity": "delta_Y1", "expression": f"({target} - {out}) * dout_dnet_Y1", "printed": signal[:9]},
        {"quantity": "dE_dout_H1", "expression": "delta_Y1 * w5 + delta_Y2 * w7", "printed": path[:9]},
        {"expression": "delta_Y1 * 2", "printed": f"{2 * Decimal(signal):.6f}"},
    ]
    theirs = judged(example, claims, delta="target_minus_output").findings
    assert {f.verdict for f in theirs} <= {"exact", "truncated"}, [(f.claim.about, f.verdict) for f in theirs]
    assert {f.verdict for f in judged(example, claims[1:]).findings}.isdisjoint({"exact", "truncated"})


# --- whatever is accepted is judged


WORDS = ("increases", "decreases", "unchanged")
ONLINE = {"batch": "online"}


@pytest.mark.parametrize("method", [{}, ONLINE], ids=["full", "online"])
@pytest.mark.parametrize("conventions", [{}, {"delta": "target_minus_output", "bias": "threshold", "gradient": "step"}])
def test_no_claim_that_is_accepted_ends_in_a_traceback(method, conventions):
    chance = random.Random(f"{method}{conventions}")
    net = planted.net(chance, SMALL).data()
    one = net["network"]
    inputs, targets = one.pop("inputs"), one.pop("targets")
    one["samples"] = [{"inputs": inputs, "targets": targets}, {"inputs": inputs, "targets": targets}]
    solution = solve(parse(net | {"method": method}))
    prepared, ids = prepare(solution), list(solution.trace.quantities)
    for _ in range(2):
        claims = []
        for _ in range(12):
            id = chance.choice(ids) + chance.choice(("", "", "", "@r5", "@r30"))
            said = {"quantity": id, "printed": chance.choice(("0.5", "-0.0123", "0.0000", "7", "1e-30", *WORDS))}
            if chance.random() < 0.3:
                line = chance.choice((f"{chance.choice(ids)} * 0.25", "1/(1+e^-0.5)", f"ln({chance.choice(ids)})"))
                said["expression"] = line
                if chance.random() < 0.5:
                    del said["quantity"]
            elif chance.random() < 0.2:
                said["program"] = "notes.py"
            elif chance.random() < 0.1:
                said["unused"] = True
            claims.append(said)
        data = {"source": {"title": "s"}, "conventions": conventions, "claims": claims}
        kept = [claim for claim in claims if accepted(claim, data, solution)]
        found = judge(
            prepared,
            parse_claims(data | {"claims": kept}, "claims.toml", solution),
            {"notes.py": {}},
        )
        assert len(found.findings) == len(kept) and all(explain(finding).text for finding in found.findings)


def test_a_claim_with_any_of_its_keys_left_out_is_read_or_refused():
    example, _ = worked(1, "", 6)
    solution = solve(parse(example))
    values = {
        "quantity": (None, "", "out_Y1", "new_w1@r7", "number_of_weights"),
        "expression": (None, "", "0.5 * 0.5", "0.5 * 0.5 = 0.25"),
        "printed": (None, "", "0.25", "up", {"out_Y1": "0.25"}),
        "program": (None, "notes.py"),
        "unused": (None, True),
        "layer": (None, 1),
    }
    read = 0
    for chosen in itertools.product(*values.values()):
        claim = {key: value for key, value in zip(values, chosen, strict=True) if value is not None}
        read += accepted(claim, {"source": {"title": "s"}}, solution)
    assert 20 < read < 200


def accepted(claim: dict, data: dict, solution) -> bool:
    try:
        parse_claims(data | {"claims": [claim]}, "claims.toml", solution)
    except ContentError:
        return False
    return True


def test_a_number_printed_twice_tells_once_in_whatever_signs_it_stands():
    first, *others = (claimed(quantity="delta_H1", printed=text) for text in ("0.00729", "+0.00729", "≈ 0.00729"))
    assert {first.told} == {other.told for other in others}
    assert first.told != claimed(quantity="delta_H1", printed="0.007290").told


# --- two slips together


def lines(example: dict, claims: list[dict]) -> list[tuple[str, tuple[str, ...], str]]:
    found = judged(example, claims)
    return [(f.verdict, f.deviations, explain(f).text) for f in found.findings]


def test_two_slips_together_are_told_as_two():
    # the bias of the output layer is left out, and the error of that output is halved once too often
    net = planted.net(random.Random(21), SMALL)
    without = planted.work(net, "no_bias")
    error = (float(net.targets[0]) - without["out_Y1"]) ** 2 / 4
    [(verdict, deviations, text)] = lines(net.data(), [{"quantity": "E_Y1", "printed": f"{error:.12f}"}])
    assert (verdict, set(deviations)) == ("slips", {"no_bias", "half_twice"})
    assert "consistent with two slips together: " in text and " with " in text.partition("together: ")[2]


def test_one_slip_is_told_as_one():
    net = planted.net(random.Random(21), SMALL)
    said = planted.work(net, "no_bias")["out_Y1"]
    [(verdict, deviations, text)] = lines(net.data(), [{"quantity": "out_Y1", "printed": f"{said:.12f}"}])
    assert (verdict, deviations) == ("slip", ("no_bias",)) and "two slips" not in text


def trained(net: planted.Net, found: dict[str, float]) -> planted.Net:
    """Return a network with the parameters that one round has left."""

    def new(name: str) -> str:
        return repr(found[f"new_{name}"])

    weights = tuple(
        tuple(tuple(new(net.weight(layer, k, j)) for j in range(len(row))) for k, row in enumerate(rows))
        for layer, rows in enumerate(net.weights)
    )
    biases = tuple(tuple(new(net.bias(layer, k)) for k in range(len(row))) for layer, row in enumerate(net.biases))
    return planted.Net(net.columns, net.inputs, net.targets, weights, biases)


def after(net: planted.Net, slip: str, rounds: int) -> dict[str, float]:
    """Return what somebody with a slip has after so many rounds, by ids of the first."""
    for _ in range(rounds - 1):
        net = trained(net, planted.work(net, slip))
    return planted.work(net, slip)


@pytest.mark.parametrize("rounds", [5, 40])
def test_a_number_after_many_rounds_is_judged_by_training_so_many(rounds):
    net = planted.net(random.Random(22), SMALL)
    value, frozen = after(net, "", rounds)["out_Y1@r1"], after(net, "frozen_bias", rounds)
    claims = [
        *({"quantity": f"new_b{i}", "printed": f"{net.biases[i > 2][(i - 1) % 2]}000000"} for i in (1, 2, 3, 4)),
        {"quantity": f"out_Y1@r{rounds}", "printed": f"{value:.9f}"},
        {"quantity": f"out_Y1@r{rounds}", "printed": f"{frozen['out_Y1@r1']:.9f}"},
        {"quantity": f"new_w1@r{rounds}", "printed": f"{frozen['new_w1']:.9f}"},
        {"quantity": f"out_Y1@r{rounds}", "printed": f"{frozen['out_Y1@r1'] * 10:.8f}"},
        {"quantity": f"out_Y1@r{rounds}", "printed": "0.123456789"},
    ]
    found = [(verdict, deviations) for verdict, deviations, _ in lines(net.data(), claims)]
    assert found[:4] == [("slip", ("frozen_bias",))] * 4
    assert found[4:] == [
        ("exact", ()),
        ("slip", ("frozen_bias",)),
        ("slip", ("frozen_bias",)),
        ("slips", ("frozen_bias", "decimal_shift")),
        ("unexplained", ()),
    ]


def test_the_sign_of_a_convention_holds_after_many_rounds():
    net = planted.net(random.Random(23), SMALL)
    for rounds in (3, 30):
        value = after(net, "", rounds)["new_b1"]
        claims = [{"quantity": f"new_b1@r{rounds}", "printed": f"{-value:.9f}"}]
        [finding] = judged(net.data(), claims, bias="threshold").findings
        assert finding.verdict == "exact" and finding.right == pytest.approx(Decimal(-value), abs=Decimal("1e-9"))


@pytest.mark.parametrize(("line", "printed", "verdict"), [
    ("0.3*0.5 ≈ 0.15", "", "exact"), ("1/3 = 0.33…", "", "exact"), ("2·0.333… = 0.666", "", "exact"),
    ("√4", "2", "exact"), ("√4", "1", "slip"),
])  # fmt: skip
def test_a_line_is_read_as_it_stands(line, printed, verdict):
    """A sign for about, a number that is cut; and no logarithm is told of where there is none."""
    claim = {"expression": line, **({"printed": printed} if printed else {})}
    [finding] = judged(planted.net(random.Random(3), SMALL).data(), [claim]).findings
    assert finding.verdict == verdict and "other_logarithm" not in finding.deviations
