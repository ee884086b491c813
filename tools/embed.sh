#!/bin/sh
# embed.sh FILE... - writes assets.c: the files with hashed addresses, plain and gzipped.
set -eu
cat <<'H'
/* Written by tools/embed.sh; do not edit. */
#include "core/assets.h"

H
bytes() { od -An -v -tx1 "$1" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'; }
n=0; table=; tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
for f; do
  name=${f##*/}; hash=$(sha256sum "$f" | cut -c1-10)
  case $name in
    *.css) type="text/css; charset=utf-8" ;; *.js) type="text/javascript; charset=utf-8" ;;
    *.svg) type="image/svg+xml" ;; *.png) type="image/png" ;; *) type="application/octet-stream" ;;
  esac
  gzip -9nc "$f" > "$tmp/z"
  echo "static const unsigned char plain$n[] = {"; bytes "$f"; echo "};"
  gz="{ 0, 0 }"
  if [ "$(stat -c %s "$tmp/z")" -lt "$(stat -c %s "$f")" ]; then
    echo "static const unsigned char gzip$n[] = {"; bytes "$tmp/z"; echo "};"
    gz="{ gzip$n, sizeof gzip$n }"
  fi
  table="$table    { \"$name\", \"/assets/${name%.*}.$hash.${name##*.}\", \"$type\",
      { plain$n, sizeof plain$n }, $gz },
"
  n=$((n + 1))
done
printf 'const struct asset assets[] = {\n%s};\nconst size_t n_assets = COUNT(assets);\n' "$table"
