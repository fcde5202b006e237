"""`python -m nkreport` is the command `nkreport`."""

import sys

from nkreport.cli import main

if __name__ == "__main__":
    sys.exit(main())
