#!/bin/sh
# Makes the lock files and environment.yml from pyproject.toml. Versions and hashes, no addresses.
# `sh tools/lock.sh --upgrade` takes newer versions; without it, what is locked stays where it may.
set -eu

compile() {
    output=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links \
        --group setup "$@" --output-file "$output" pyproject.toml
}

compile requirements.lock "$@"
for name in test pages lab bench fuzz; do
    case $name in
    test) groups='--group test --group lint' ;;
    pages) groups='--constraint requirements-test.lock --group test --group lint --group pages' ;;
    *) groups="--group $name" ;;
    esac
    # shellcheck disable=SC2086  # a list of options
    compile "requirements-$name.lock" --constraint requirements.lock $groups "$@"
done
"${PYTHON:-python3}" tools/dependencies.py environment >environment.yml
