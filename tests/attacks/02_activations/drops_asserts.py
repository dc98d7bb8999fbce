"""Installs transformers that would empty later cells."""

DEFAULT = "untouched"
EXTRA = [
    "ip = get_ipython()\nip.input_transformers_cleanup.append(lambda lines: ['2.0\\n'])",
    "import sys\nsys.displayhook = lambda value: None",
]
