#!/bin/sh
# catalogue.sh BUILD PO... - merges the slices' po files and makes BUILD/gen/catalogue.c.
set -eu
b=$1; shift
for l in vi de; do
  files=$(for f; do case $f in */"$l".po) echo "$f" ;; esac; done)
  if [ -n "$files" ]; then msgcat --use-first --no-wrap --no-location -t UTF-8 -o "$b/gen/$l.po" $files
  else : > "$b/gen/$l.po"; fi
done
"$b/tools/po2c" "$b/gen/vi.po" "$b/gen/de.po" > "$b/gen/catalogue.c.tmp"
mv "$b/gen/catalogue.c.tmp" "$b/gen/catalogue.c"
