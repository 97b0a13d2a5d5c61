"""`python -m greffier`."""

import sys

from greffier.cli import program

if __name__ == "__main__":
    sys.exit(program())
