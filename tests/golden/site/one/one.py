import numpy as np

x = np.array([2], dtype=float)  # x1
T = np.array([1], dtype=float)  # Y1
rate = 0.1

# W[i, j] is the weight from neuron j of the layer below to neuron i of this layer.
W_hidden = np.array([[0.5]])  # into H1
b_hidden = np.array([0.25])
W_output = np.array([[-1]], dtype=float)  # into Y1
b_output = np.array([0.75])


def forward(x):
    net_hidden = W_hidden @ x + b_hidden
    out_hidden = np.maximum(0, net_hidden)
    net_output = W_output @ out_hidden + b_output
    out_output = net_output
    return net_hidden, out_hidden, net_output, out_output


def error(out, T):
    return (T - out) ** 2 / 2


def show(kind, names, values, when=''):
    for name, value in zip(names, np.ravel(values)):
        if name:
            print(f'{kind}_{name}{when} = {value:.9f}')


net_hidden, out_hidden, net_output, out_output = forward(x)
show('net', ['H1'], net_hidden)
show('out', ['H1'], out_hidden)
show('net', ['Y1'], net_output)
show('out', ['Y1'], out_output)
show('E', ['Y1'], error(out_output, T))
show('E', ['total'], error(out_output, T).sum())

# Backward: every gradient first, then every update.
dE_dout_output = out_output - T
delta_output = dE_dout_output
grad_W_output = np.outer(delta_output, out_hidden)
grad_b_output = delta_output
dE_dout_hidden = W_output.T @ delta_output
delta_hidden = dE_dout_hidden * np.where(net_hidden > 0, 1, 0)
grad_W_hidden = np.outer(delta_hidden, x)
grad_b_hidden = delta_hidden
show('delta', ['Y1'], delta_output)
show('grad', ['w2'], grad_W_output)
show('grad', ['b2'], grad_b_output)
show('delta', ['H1'], delta_hidden)
show('grad', ['w1'], grad_W_hidden)
show('grad', ['b1'], grad_b_hidden)

W_hidden = W_hidden - rate * grad_W_hidden
b_hidden = b_hidden - rate * grad_b_hidden
W_output = W_output - rate * grad_W_output
b_output = b_output - rate * grad_b_output

# Forward once more, with the new parameters.
show('new', ['w1'], W_hidden)
show('new', ['b1'], b_hidden)
show('new', ['w2'], W_output)
show('new', ['b2'], b_output)
net_hidden, out_hidden, net_output, out_output = forward(x)
show('out', ['Y1'], out_output, '@r1')
show('E', ['Y1'], error(out_output, T), '@r1')
show('E', ['total'], error(out_output, T).sum(), '@r1')
