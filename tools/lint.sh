#!/bin/sh
# lint.sh BUILD - the checks that make the rules of the house true. One line a check.
set -u
b=$1 passed=0 failed=0
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
check() {
    title=$1
    shift
    if "$@" > "$out" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $title"
        grep -A20 'no fault' "$out" | sed 's/^/        /'
    else
        failed=$((failed + 1))
        echo "FAILED  $title"
        sed 's/^/        /' "$out"
    fi
}
sources() { git ls-files 'src/*.c' 'src/*.h' 'tools/*.c'; }
format() {
    command -v clang-format >/dev/null || { echo "clang-format is not installed"; return 1; }
    # shellcheck disable=SC2046 # a list of files
    bad=$(clang-format --dry-run $(sources) 2>&1 | sed -n 's/^\([^:]*\):[0-9].*/\1/p' | sort | uniq -c)
    [ ! "$bad" ] || { echo "clang-format -i would change lines of:"; echo "$bad"; return 1; }
}
po() {
    bad=0
    for f in $(git ls-files '*.po'); do msgfmt --check-format --check-domain -o /dev/null "$f" || bad=1; done
    return $bad
}
shell() {
    bad=0
    for f in start test .ci/run tools/*.sh; do sh -n "$f" || bad=1; done
    return $bad
}
openapi() {
    [ -d node_modules/@seriousme ] || { echo "npm ci has not been run"; return 1; }
    "$b/lienthong" help --openapi | node tools/openapi_check.mjs
}
manual() {
    "$b/lienthong" help --man > "$out.1" && grep -q '^\.SH SETTINGS' "$out.1"
    status=$?
    rm -f "$out.1"
    return $status
}
# shellcheck disable=SC2046
check "sources: size, form, banned words" "$b/tools/checksrc" tools/exceptions.txt $(sources)
check "floors: who includes whom" tools/check_floors.sh
check "symbols: what a slice exports and uses" tools/check_symbols.sh "$b"
check "texts: translations complete" tools/check_texts.sh "$b"
check "catalogues: well formed" po
check "clang-format" format
check "shell scripts" shell
check "OpenAPI document is valid 3.1" openapi
check "manual page" manual
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
