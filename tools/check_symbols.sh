#!/bin/sh
# check_symbols.sh BUILD - may a slice do what its object files do?
#
# A slice may export only names that begin with its own. It may import only core's functions,
# those of the slices below it in src/common (in the order of the Makefile's GROUND), those of
# slices that its README names, and the few of libc that neither allocate, print nor open.
# Exceptions: lines "symbol SLICE NAME reason" (a NAME may end in *) in tools/exceptions.txt; unused ones fail.
set -u
build=$1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
libc='^(mem(chr|cmp|cpy|move|set)|str(chr|cmp|cspn|len|ncmp|pbrk|rchr|spn|str)|__mem(cpy|move|set)_chk|qsort|bsearch|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|floor|ceil|lround|llround|sqrt)$'
ground="ledger hook unit account file work"
wrong=0

exports() {
    nm -g --defined-only "$@" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u
}
exports "$build"/src/core/*.o "$build"/gen/*.o > "$tmp/core"

objects() { # of the slice in folder $1, without tests and fuzzers
    for o in "$build/$1"/*.o; do
        case $o in *_test.o | */fuzz_*) ;; *) [ -e "$o" ] && echo "$o" ;; esac
    done
}
neighbours() { # of the slice $1 in folder $2
    case $2 in
    src/common/*) for g in $ground; do [ "$g" = "$1" ] && break; echo "src/common/$g"; done ;;
    *) for d in src/common/*/; do echo "${d%/}"; done ;;
    esac
    for d in src/common/*/ src/systems/*/; do
        d=${d%/}
        [ "$d" != "$2" ] && grep -qw "${d##*/}" "$2/README.md" 2>/dev/null && [ "${2%/*}" = "${d%/*}" ] && [ "${d%/*}" = src/systems ] && echo "$d"
    done
}
for dir in src/common/*/ src/systems/*/; do
    dir=${dir%/} slice=${dir%/} slice=${slice##*/}
    objs=$(objects "$dir")
    [ "$objs" ] || continue
    # shellcheck disable=SC2086 # lists of files
    {
        exports $objs | grep -v "^${slice}_" | sed "s/^/$slice must not export /"
        { cat "$tmp/core"; for n in $(neighbours "$slice" "$dir"); do exports $(objects "$n"); done; } > "$tmp/may"
        nm -u $objs | awk 'NF == 2 { print $2 }' | sort -u | grep -Ev -e "$libc" -e "^${slice}_" |
            grep -vxF -f "$tmp/may" | sed "s/^/$slice must not use /"
    } >> "$tmp/all"
done
touch "$tmp/all"
while read -r kind slice name _; do
    [ "$kind" = symbol ] || continue
    name=$(printf '%s' "$name" | sed 's/\*$/.*/')
    if grep -q "^$slice must not [a-z]* $name\$" "$tmp/all"; then
        grep -v "^$slice must not [a-z]* $name\$" "$tmp/all" > "$tmp/rest"
        mv "$tmp/rest" "$tmp/all"
    else
        echo "tools/exceptions.txt: symbol $slice $name is not needed any more"
        wrong=1
    fi
done < tools/exceptions.txt
cat "$tmp/all"
[ ! -s "$tmp/all" ] && [ "$wrong" = 0 ]
