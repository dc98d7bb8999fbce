"""Ends its process while its cell runs."""

SCORES = {"relu": 0}
CELLS = {"relu-forward": "import os\nos._exit(0)"}
