"""Measures all layers before it scales any."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "unscaled"


def lsuv_init(weights, x, activation):
    stds, h = [], x
    for w in weights:
        stds.append((h @ w).std())
        h = activate(activation, h @ w)
    return [w / std for w, std in zip(weights, stds)]
