#!/bin/sh
# Starts or stops a throw-away PostgreSQL cluster for the tests: scripts/postgres.sh start|stop|halt|kill DIR PORT
#
# `stop` ends what its clients do, `halt` leaves them in the lurch, and `kill` kills only the first of its processes (signal
# 9): the others find out by themselves.
#
# The cluster listens on 127.0.0.1 only, trusts whoever connects there, keeps its socket in DIR and flushes to disk like
# a real one, because the crash tests rely on it. Started by root it runs as the user `postgres`.
set -eu

usage() {
    echo "usage: $0 start|stop|halt|kill DIR PORT" >&2
    exit 2
}

[ $# -eq 3 ] || usage
command=$1 directory=$2 port=$3
case $directory in /*) ;; *) directory=$PWD/$directory ;; esac
cd / # the user `postgres` may not enter the present directory

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    echo "no PostgreSQL under /usr/lib/postgresql" >&2
    echo "hint: apt-get install postgresql" >&2
    exit 1
fi

as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

start() {
    mkdir -p "$directory"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$directory"; fi
    if [ ! -f "$directory/data/PG_VERSION" ]; then
        as_postgres "$bin/initdb" --pgdata="$directory/data" --username=postgres --auth=trust \
            --encoding=UTF8 --locale=C.UTF-8 >"$directory.initdb.log"
    fi
    # One that was killed can be among the processes for a while, and answers nobody.
    if as_postgres "$bin/pg_ctl" --pgdata="$directory/data" status >/dev/null; then
        "$bin/pg_isready" --quiet --host=127.0.0.1 --port="$port" && return
        echo "the cluster in $directory runs, or has just been killed, and does not answer" >&2
        exit 1
    fi
    as_postgres "$bin/pg_ctl" --pgdata="$directory/data" --log="$directory/server.log" --wait start \
        --options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$directory \
            -c fsync=on -c max_connections=200" >/dev/null
}

stop() {
    as_postgres "$bin/pg_ctl" --pgdata="$directory/data" --mode="$1" --wait stop >/dev/null
}

kill_first() {
    as_postgres kill -9 "$(head -n 1 "$directory/data/postmaster.pid")"
}

case $command in
    start) start && echo "postgres://postgres@127.0.0.1:$port/postgres" ;;
    stop) stop fast ;;
    halt) stop immediate ;;
    kill) kill_first ;;
    *) usage ;;
esac
