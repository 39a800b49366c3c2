"""The formulas of the notes' own program, written anew, to compare what they give with the printed "output".

Hidden net inputs are taken as given, the outputs have no bias, one path leads back to w1, and H1 has no slope.
"""

import math


def sigmoid(net):
    return 1 / (1 + math.exp(-net))


x1, T_Y1, T_Y2, rate = 0.05, 0.01, 0.99, 0.5
w1, w5, w6, w7, w8 = 0.15, 0.40, 0.45, 0.50, 0.55

out_H1, out_H2 = sigmoid(0.3825), sigmoid(0.390)
out_Y1 = sigmoid(w5 * out_H1 + w7 * out_H2)
out_Y2 = sigmoid(w6 * out_H1 + w8 * out_H2)
E_Y1, E_Y2 = (T_Y1 - out_Y1) ** 2 / 2, (T_Y2 - out_Y2) ** 2 / 2

error, slope = out_Y1 - T_Y1, out_Y1 * (1 - out_Y1)
grad_w5 = error * slope * out_H1
path = error * slope * w5
grad_w1 = path * x1

printed = {
    "out_H1": out_H1,
    "out_H2": out_H2,
    "out_Y1": out_Y1,
    "out_Y2": out_Y2,
    "E_Y1": E_Y1,
    "E_Y2": E_Y2,
    "E_total": E_Y1 + E_Y2,
    "dE_dout_Y1": error,
    "dout_dnet_Y1": slope,
    "grad_w5": grad_w5,
    "new_w5": w5 - rate * grad_w5,
    "delta_Y1": error * slope,
    "path_H1_Y1": path,
    "grad_w1": grad_w1,
    "new_w1": w1 - rate * grad_w1,
}
for name, value in printed.items():
    print(f"{name} = {value:.9f}")
