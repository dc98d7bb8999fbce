"""The fuzzers are a folder that Python runs: its modules import each other by name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

collect_ignore_glob = ["__main__.py", "fuzz_*.py", "target_*.py"]
