#!/bin/sh
# cov.sh BUILD - lines and branches that the last run of BUILD/tests reached, for each folder.
set -eu
cd "$1"
find src -name '*.gcda' ! -name '*_test.gcda' | sort | while read -r f; do
    gcov -b -n "$f" 2>/dev/null |
        awk -v dir="${f%/*}" -v want="$(basename "$f" .gcda).c" '
            /^File / { ok = index($0, want) }
            ok && /^Lines executed:/ { split($0, a, /[:% ]+/); print dir, "lines", a[3] * a[5] / 100, a[5] }
            ok && /^Taken at least once:/ { split($0, a, /[:% ]+/); print dir, "branches", a[5] * a[7] / 100, a[7] }'
done | awk '{ n[$1 " " $2] += $3; all[$1 " " $2] += $4; dirs[$1] = 1 }
    END { for (d in dirs) printf "%-28s lines %5.1f %%   branches %5.1f %%\n", d,
        100 * n[d " lines"] / (all[d " lines"] + 1e-9), 100 * n[d " branches"] / (all[d " branches"] + 1e-9) }' | sort
