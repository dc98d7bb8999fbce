"""Collects all outputs, then describes them with a helper."""


def describe(h):
    flat = h.ravel()
    return {
        "mean": float(flat.mean()),
        "std": float(flat.std()),
        "rms": float(np.linalg.norm(flat) / flat.size**0.5),
        "saturated": float(((flat > 0.97) | (flat < -0.97)).mean()),
    }


def forward_statistics(x, weights, activation):
    outputs = [x]
    for w in weights:
        outputs.append(activate(activation, outputs[-1].dot(w)))
    return [describe(h) for h in outputs[1:]]
