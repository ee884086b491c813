#!/bin/sh
# pg.sh start DIR [fast] | stop DIR | kill DIR | again DIR - a private PostgreSQL cluster in DIR,
# for tests. fast: nothing needs to survive, so nothing waits for the disk.
#
# start prints its address. Data, socket and log are in DIR; it also listens on a free
# loopback port. kill stops it as a power cut would (SIGKILL to all its processes), again
# starts it once more on the same data. PostgreSQL refuses root, so root becomes "postgres".
set -eu
what=$1 dir=$2
bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ "$bin" ] || { echo "PostgreSQL is not installed" >&2; exit 1; }
me=$(id -un)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    me=postgres
    as() { runuser -u postgres -- "$@"; }
fi
start() {
    cd / # the caller's folder may be closed to that user
    as "$bin/pg_ctl" -s -w -t 30 -D "$dir/data" -l "$dir/log" \
        -o "-c listen_addresses=127.0.0.1 -p $(cat "$dir/port") -k $dir -c max_connections=200 -c recovery_init_sync_method=syncfs" start
}
case $what in
start)
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    parent=$(dirname "$dir")
    chmod a+x "$parent"
    [ "$me" = "$(id -un)" ] || chown "$me" "$dir"
    (cd / && as "$bin/initdb" -D "$dir/data" -U lienthong -A trust -E UTF8 --locale=C --no-instructions >"$parent/initdb.log" 2>&1) ||
        { cat "$parent/initdb.log" >&2; exit 1; }
    [ "${3:-}" != fast ] || printf 'fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n' >> "$dir/data/postgresql.conf"
    for try in 1 2 3 4 5; do
        port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 20000))
        echo $port > "$dir/port"
        start && break
        [ $try = 5 ] && { cat "$dir/log" >&2; exit 1; }
    done
    (cd / && as "$bin/createdb" -h "$dir" -p "$port" -U lienthong lienthong)
    echo "postgresql://lienthong@127.0.0.1:$port/lienthong"
    ;;
stop)
    [ -e "$dir/data/postmaster.pid" ] || exit 0
    cd / && as "$bin/pg_ctl" -s -m immediate -D "$dir/data" stop
    ;;
kill)
    pid=$(head -n 1 "$dir/data/postmaster.pid")
    children=$(sed -n 's/^\([0-9]*\) (.*) [A-Z] '"$pid"' .*/\1/p' /proc/[0-9]*/stat 2>/dev/null || true)
    # shellcheck disable=SC2086 # a list of numbers
    kill -KILL $pid $children
    # They are dead, though perhaps not yet reaped: the lock of a dead server is no lock.
    rm -f "$dir/data/postmaster.pid" "$dir"/.s.PGSQL.*
    ;;
again)
    dir=$(cd "$dir" && pwd)
    for try in 1 2 3 4 5 6 7 8 9 10; do
        start 2>/dev/null && exit 0
        sleep 0.3
    done
    exit 1
    ;;
*) exit 2 ;;
esac
