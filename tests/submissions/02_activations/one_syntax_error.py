"""A bracket is missing in elu_forward: its item is lost, the others keep their points."""

# The cell defines nothing, so elu's test cell stops at the missing name: 0 of 3. The rest is right.
SCORES = {"elu": 0}
CELLS = {
    "elu-forward": "def elu_forward(x, alpha=1.0):\n    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))\n    return out, (x, out, alpha)\n"
}
