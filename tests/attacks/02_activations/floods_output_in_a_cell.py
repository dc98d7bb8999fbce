"""Prints 200 MB in a cell of its own."""

EXTRA = ["for _ in range(200): print('x' * 1_000_000)"]
