"""`python -m nkreport` is the command `nkreport`, wherever it is started."""

import os
import sys

if __name__ == "__main__":
    # Python looks for modules first in the folder where it is started; what lies there is no code of ours.
    if not sys.flags.safe_path and sys.path and sys.path[0] == os.getcwd():
        del sys.path[0]

    from nkreport.cli import main

    sys.exit(main())
