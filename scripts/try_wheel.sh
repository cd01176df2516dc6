#!/bin/sh
# Builds sdist and wheel (the wheel from the sdist), and tries the wheel in an empty environment as a
# newcomer would: a new site, checked and built.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/.venv/bin/python" -m build --outdir "$work/dist" "$root" >"$work/build.log" 2>&1 || {
	tail -30 "$work/build.log"
	exit 1
}
ls "$work/dist"
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$work"/dist/*.whl
export PATH="$work/venv/bin:$PATH"
cd "$work"
explainer --version
explainer init site
cd site
explainer check --strict
explainer build --locked
explainer explain missing-page >"$work/explained"
explainer search "why are leaves green"
test -s output/why-leaves-change-colour/index.html
test -s vendor/*.whl
test "$(cat requirements.txt | tail -1)" = "./vendor/$(basename "$work"/dist/*.whl)"
echo "the wheel works in an empty environment"
