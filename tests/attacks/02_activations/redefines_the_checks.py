"""Defines the names that its test cells use."""

DEFAULT = "untouched"
EXTRA = [
    "def check(*args): return 2.0\nfull_check = check\nscore = 2.0",
    "import cs231n_core.stages.s02 as s\ns.check = lambda *args: 2.0",
]
