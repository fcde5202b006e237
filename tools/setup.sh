#!/bin/sh
# Makes sure that an environment with the packages of a lock file stands ready, and prints its Python.
#
#     sh tools/setup.sh DIRECTORY LOCK [GROUP ...]      for instance .venv requirements.lock
#
# An active conda environment that has the dependencies, and those of the groups, is used as it is.
# Otherwise DIRECTORY is made with `python -m venv` and filled from LOCK, hashes required. A copy of LOCK
# inside DIRECTORY says what it holds: written last, so that an interrupted run is seen and done again.
# Standard output is the path of the Python to use and nothing else; everything for people goes to stderr.
set -eu

directory=$1
lock=$2
shift 2
groups=$*
stamp=$directory/$lock
PIP_USER=0
export PIP_USER
unset PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV 2>/dev/null || true

say() { printf '%s\n' "$*" >&2; }
fail() { say "nkreport: $*"; exit 1; }

version() { "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }
remedy="install it, or name another one: make PYTHON=/path/to/python3.12"

# The conda environment that is active, where it has what is needed (the base environment seldom does)
# and no other interpreter was asked for.
conda_python() {
    [ -z "${PYTHON:-}" ] && [ -n "${CONDA_PREFIX:-}" ] && [ -x "$CONDA_PREFIX/bin/python" ] || return 1
    # shellcheck disable=SC2086  # a list of group names
    missing=$("$CONDA_PREFIX/bin/python" tools/dependencies.py missing $groups 2>/dev/null) && return 0
    [ "${CONDA_DEFAULT_ENV:-}" = base ] ||
        say "nkreport: the conda environment $CONDA_PREFIX lacks ${missing:-what environment.yml lists}; using $directory"
    return 1
}

# The first interpreter that is new enough and can make environments; else one line that says what to do.
find_python() {
    too_old= without_venv=
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11 python
    fi
    for name; do
        command -v "$name" >/dev/null 2>&1 || continue
        found=$(version "$name") || continue # a name without an interpreter behind it, as pyenv leaves
        if ! new_enough "$name"; then
            too_old=${too_old:-"$found ($(command -v "$name"))"}
        elif ! has_venv "$name"; then
            without_venv=${without_venv:-"$found ($(command -v "$name"))"}
        else
            python=$(command -v "$name")
            return
        fi
    done
    [ -z "$without_venv" ] ||
        fail "Python $without_venv has no venv module; on Debian and Ubuntu: apt install python3-venv; else $remedy"
    [ -z "$too_old" ] || fail "Python 3.11 or newer is needed, this is $too_old; $remedy"
    fail "Python 3.11 or newer is needed, and ${PYTHON:-python3} is not there; $remedy"
}

# Does the environment hold this lock, in this place, with the interpreter that was asked for?
ready() {
    cmp -s "$lock" "$stamp" && [ "$(cat "$directory/made-in" 2>/dev/null)" = "$PWD" ] &&
        "$directory/bin/python" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("pip") is None)' 2>/dev/null &&
        { [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version "$directory/bin/python")" ]; }
}

# May the packages of this lock be added to what is there? Only where a smaller lock was installed whole.
extensible() {
    [ "$lock" != requirements.lock ] && [ ! -e "$directory/installing" ] &&
        (lock=requirements.lock stamp=$directory/requirements.lock && ready)
}

# Nothing is compiled ahead: modules are at their first import, and most are never imported.
install() {
    : >"$directory/installing"
    "$directory/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --no-compile --require-hashes --no-deps --requirement "$lock" >&2 ||
        fail "the packages of $lock could not be installed (see above); check the package index and run make again"
    "$directory/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --no-index --editable . >&2 ||
        fail "nkreport itself could not be installed into $directory (see above)"
    printf '%s' "$PWD" >"$directory/made-in"
    cp requirements.lock "$directory/requirements.lock" # every other lock holds all of this one
    cp "$lock" "$stamp"
    rm -f "$directory/installing"
}

if conda_python; then
    printf '%s\n' "$CONDA_PREFIX/bin/python"
    exit
fi
if ! ready; then
    if command -v flock >/dev/null 2>&1; then # two runs at once: the second waits, then finds all done
        exec 9<"$0"
        flock 9
    fi
    if ! ready; then
        if extensible; then
            say "Adding the packages of $lock to $directory …"
        else
            find_python
            say "Setting up $directory from $lock with Python $(version "$python"); this is done once …"
            rm -rf "$directory"
            "$python" -m venv "$directory" >&2 || {
                rm -rf "$directory"
                fail "Python at $python could not make $directory (see above); $remedy"
            }
        fi
        install
    fi
fi
printf '%s\n' "$directory/bin/python"
