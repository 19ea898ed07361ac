#!/usr/bin/env bash
# Makes sure there is a Chromium for the browser tests: the system's, or Debian's package.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if command -v apt-get >/dev/null; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium >/dev/null
else
  echo "The browser tests need Chromium on the PATH: install it and run again." >&2
  exit 1
fi
