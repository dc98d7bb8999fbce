"""Its cell never ends."""

SCORES = {"relu": 0}
CELLS = {"relu-forward": "while True: pass"}
