"""`python -m engagement.demo` runs the demo; `make run` calls it."""

import sys

from engagement.demo.stack import main

if __name__ == "__main__":
    sys.exit(main())
