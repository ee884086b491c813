#!/bin/sh
# check_texts.sh BUILD - every text that people see has its translations.
#
# Keys are taken from the sources, the compiled templates and the program's tables (help --keys),
# and compared with all po files. Missing, fuzzy and wrongly formatted ones fail; keys that
# nothing uses any more are listed as a hint. tools/exceptions.txt: "text LANGUAGE KEY" for words
# that are the same (not needed when the translation is written out).
set -u
LC_ALL=C.UTF-8 # keys may hold Vietnamese
export LC_ALL
b=$1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
wrong=0

sources() { # all but tests and fuzzers
    find src -name '*.c' ! -name '*_test.c' ! -name 'test*.c' ! -name 'fuzz_*' | sort
    ls "$b"/gen/*.html.h
}
extract() {
    sources | xgettext -L C --from-code=UTF-8 --no-location -f - -o "$1" -k \
        -kT -kTF -kN_ -kfail:3 -kfail_field:3 -kfail_system:3 -kfail_at:6 -ktr:2 -ktr_printf:2 "$2" 2> "$tmp/warnings"
    grep -A1 ' error: ' "$tmp/warnings"
}
header='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
extract "$tmp/a.pot" -kTN:1
extract "$tmp/b.pot" -kTN:2
{ printf "$header"; "$b/lienthong" help --keys | sort -u | sed '/^$/d; s/[\\"]/\\&/g; s/.*/msgid "&"\nmsgstr ""\n/'; } > "$tmp/c.pot"
for f in a b; do sed 's/charset=CHARSET/charset=UTF-8/' "$tmp/$f.pot" > "$tmp/$f.full"; done
msgcat --use-first --no-wrap -t UTF-8 -o "$tmp/all.pot" "$tmp/a.full" "$tmp/b.full" "$tmp/c.pot" || exit 1

list() { # the keys of a po file, one a line
    msgcat --no-wrap - 2>/dev/null | sed -n 's/^\(#~ \)\{0,1\}msgid "\(..*\)"$/    \2/p'
}
for lang in vi de; do
    files=$(find src -name "$lang.po" | sort)
    # shellcheck disable=SC2086 # a list of files
    msgcat --use-first --no-wrap --no-location -t UTF-8 -o "$tmp/$lang.po" $files || exit 1
    msgmerge -q --no-fuzzy-matching --no-wrap -o "$tmp/$lang.merged" "$tmp/$lang.po" "$tmp/all.pot" || exit 1
    { msgattrib --untranslated --no-obsolete "$tmp/$lang.merged"; msgattrib --only-fuzzy --no-obsolete "$tmp/$lang.merged"; } 2>/dev/null |
        list | grep -vx '    %s' > "$tmp/missing"
    if [ -s "$tmp/missing" ]; then
        echo "$lang: $(wc -l < "$tmp/missing") texts without translation:"
        cat "$tmp/missing"
        wrong=1
    fi
    msgfmt --check-format -o /dev/null "$tmp/$lang.merged" 2> "$tmp/format" || { cat "$tmp/format"; wrong=1; }
    msgattrib --only-obsolete "$tmp/$lang.merged" 2>/dev/null | list > "$tmp/unused"
    [ -s "$tmp/unused" ] && echo "$lang: $(wc -l < "$tmp/unused") keys that nothing uses (no fault):" && head -n 20 "$tmp/unused"
done
exit $wrong
