#!/bin/sh
# Makes sure that there is a Chromium for the browser tests; says what to do where it cannot.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
[ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "installing Chromium from Debian's packages …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core >/dev/null
  exit 0
fi
cat >&2 <<'HINT'
The browser tests need Chromium, and this script cannot install it here.
  Debian or Ubuntu:  sudo apt-get install chromium fonts-noto-core
  elsewhere:         install Chromium or Chrome, and set CHROMIUM to its path if it is not found
Then run the command again. Without a browser: pytest -m 'not browser'
HINT
exit 1
