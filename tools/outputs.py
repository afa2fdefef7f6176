"""Make what one takes away of the built site, and serve it: see ``site_outputs``."""

import sys

from site_outputs.command import main

if __name__ == "__main__":
    sys.exit(main())
