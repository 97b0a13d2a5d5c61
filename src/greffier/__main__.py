"""`python -m greffier`."""

import sys

from greffier.cli import main

if __name__ == "__main__":
    sys.exit(main())
