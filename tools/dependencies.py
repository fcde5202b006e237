"""The one list of dependencies, read from pyproject.toml.

    python tools/dependencies.py missing [GROUP ...]    what this Python lacks of it; exit code 1 if anything
    python tools/dependencies.py environment            the text of environment.yml
"""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).parent.parent
CONDA_GROUPS = ("setup", "test", "lint", "lab")
HEADER = """\
# Made from pyproject.toml by `make lock`; a test keeps the two in step.
# Checked for syntax and agreement, not solved: no conda was at hand where it was made.
#
#     conda env create -f environment.yml && conda activate nkreport && make report
"""


def wanted(groups: tuple[str, ...] = (), project: Path = PROJECT) -> list[str]:
    """The requirements of the package and of the named groups, in alphabetical order."""
    document = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [document["project"]["dependencies"], *(document["dependency-groups"][group] for group in groups)]
    return sorted(requirement for requirements in lists for requirement in requirements)


def missing(groups: tuple[str, ...] = ()) -> list[str]:
    """Those requirements that the running Python does not meet."""
    from packaging.requirements import Requirement  # not there in every Python; then nothing else is

    def met(requirement: Requirement) -> bool:
        if requirement.marker is not None and not requirement.marker.evaluate():
            return True  # not wanted here
        try:
            return requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
        except metadata.PackageNotFoundError:
            return False

    return [text for text in wanted(groups) if not met(Requirement(text))]


def environment(project: Path = PROJECT) -> str:
    """The text of environment.yml: the same list for conda users, JupyterLab and the tests included."""
    document = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    python = "python" + document["project"]["requires-python"]
    lines = [python, "pip", *wanted(CONDA_GROUPS, project)]
    return (
        HEADER
        + "name: nkreport\nchannels:\n  - conda-forge\n  - nodefaults\ndependencies:\n"
        + "".join(f"  - {line}\n" for line in lines)
        + "  - pip:\n      - -e .\n"
    )


def main(verb: str, *groups: str) -> int:
    if verb == "environment":
        print(environment(), end="")
        return 0
    lacking = missing(groups)
    print(", ".join(lacking))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
