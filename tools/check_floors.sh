#!/bin/sh
# check_floors.sh - who includes whom: core < common < systems; in common each only those before
# it in the order ledger, hook, unit, account, file, work; of another slice only its own header
# NAME/NAME.h; a system another system only if its README names it; no cycles anywhere.
set -u
tmp=$(mktemp) || exit 1
trap 'rm -f "$tmp"' EXIT
order() {
    case $1 in core) echo 0 ;; ledger) echo 1 ;; hook) echo 2 ;; unit) echo 3 ;; account) echo 4 ;; file) echo 5 ;; work) echo 6 ;; *) echo 7 ;; esac
}
# FILE TARGET of each include of another folder's header; tests may look at anything.
grep -rn --include='*.[ch]' '^#include "' src | grep -v '_test\.[ch]:' |
    sed -n 's/^\([^:]*\):[0-9]*:#include "\(core\|common\|systems\)\/\([^"]*\)".*/\1 \2\/\3/p' |
    while read -r file target; do
        from=${file#src/} from=${from%/*} to=${target%/*}
        [ "$from" = "$to" ] && continue
        name=${to##*/} me=${from##*/}
        [ "$to" != core ] && [ "$target" != "$to/$name.h" ] && echo "$file: only $to/$name.h may be included, not $target"
        case $from/$to in
        core/*) echo "$file: core must not know $target" ;;
        common/*/systems/*) echo "$file: common must not know $target" ;;
        common/*/common/*) [ "$(order "$me")" -gt "$(order "$name")" ] || echo "$file: $me stands below $name" ;;
        systems/*/systems/*) grep -qw "$name" "src/$from/README.md" 2>/dev/null || echo "$file: the README does not name $name" ;;
        esac
        echo "$me $name" >> "$tmp"
    done > "$tmp.out"
sort -u "$tmp" | tsort > /dev/null 2> "$tmp.loop" || sed 's/^tsort: /cycle: /' "$tmp.loop" >> "$tmp.out"
cat "$tmp.out"
[ ! -s "$tmp.out" ]
status=$?
rm -f "$tmp.out" "$tmp.loop"
exit $status
