#!/bin/sh
# node_test.sh FILE... - runs JavaScript tests; ends with "N passed, N failed".
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
{ node --test "$@" 2>&1; echo $? > "$out.status"; } | tee "$out"
status=$(cat "$out.status")
rm -f "$out.status"
# "# pass 12" in TAP (Node 18), "ℹ pass 12" in the spec format.
count() { sed -n "s/^[#ℹ]* *$1 \([0-9]*\)\$/\1/p" "$out" | tail -n 1; }
pass=$(count pass) fail=$(count fail)
echo "${pass:-0} passed, ${fail:-1} failed"
exit "$status"
