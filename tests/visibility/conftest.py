"""The machine of all doors looks at pages as the tests of the page do, and borrows their browser."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "web"))
