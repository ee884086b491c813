#!/bin/sh
# fuzz.sh replay BUILD TARGET... - feeds each target its recorded inputs, fuzz/NAME/*, one by one.
# fuzz.sh search BUILD SECONDS TARGET... - lets libFuzzer look for new ones, for so long each;
#   what makes a target fail is left in BUILD/fuzz-NAME/ and belongs into fuzz/NAME/ with its fix.
set -eu
what=$1 build=$2
shift 2
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
if [ "$what" = search ]; then
    seconds=$1
    shift
    for t; do
        name=${t#fuzz_}
        mkdir -p "$build/fuzz-$name/corpus"
        echo "$t: $seconds s"
        "$build/$t" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=0 \
            -verbosity=0 -artifact_prefix="$build/fuzz-$name/" "$build/fuzz-$name/corpus" "fuzz/$name"
    done
    exit
fi
passed=0 failed=0
for t; do
    for f in fuzz/"${t#fuzz_}"/*; do
        if "$build/$t" "$f"; then passed=$((passed + 1)); else echo "FAILED $t $f" failed=$((failed + 1)); fi
    done
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
