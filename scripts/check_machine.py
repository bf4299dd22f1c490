"""Says what this machine lacks, and how to get it. Runs on any Python 3, before anything is installed."""

import importlib.util
import os
import shutil
import sys

# Debian's package → (the program that it brings, what needs it).
FOR_TESTS = {
    "chromium": ("chromium", "the browser tests"),
    "libreoffice-calc": ("soffice", "the tests that open our workbooks in LibreOffice"),
    "libreoffice-writer": ("lowriter", "the test that opens the annex of a report in LibreOffice"),
}


def main(arguments):
    """Prints what is missing; 1 where work cannot go on without it, else 0."""
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed; this is %s. Try: make PYTHON=python3.11 …" % sys.version.split()[0])
        return 1
    if importlib.util.find_spec("ensurepip") is None:
        print("Python's venv module is missing. On Debian: apt-get install python3-venv")
        return 1
    if "--test" not in arguments:
        return 0
    missing = {package: what for package, (program, what) in FOR_TESTS.items() if not shutil.which(program)}
    for package, what in missing.items():
        print("Missing: %s, for %s. On Debian: apt-get install %s" % (package, what, package))
    if missing and os.environ.get("CI"):
        print("In CI nothing may be skipped for want of a program.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
