#!/usr/bin/env bash
# A PostgreSQL server of the tests' own: own data folder, own socket, no TCP unless a port is given.
#   pg_server.sh start FOLDER [SETTING=VALUE…]   prints nothing; the socket lies in FOLDER
#   pg_server.sh stop FOLDER [fast|immediate]
#   pg_server.sh run COMMAND…                    a command of PostgreSQL, as the user that owns it
set -euo pipefail

bin_folder() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
  [ -n "$found" ] || { echo 'pg_server.sh: PostgreSQL is not installed' >&2; exit 1; }
  printf '%s\n' "$found"
}

# PostgreSQL refuses to run as root.
owner_runs() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp "$@"
  else
    "$@"
  fi
}

word=$1
shift
bin=$(bin_folder)
cd /
case $word in
  start)
    folder=$1
    shift
    mkdir -p "$folder"
    [ "$(id -u)" -ne 0 ] || chown postgres:postgres "$folder"
    if [ ! -d "$folder/data" ]; then
      owner_runs "$bin/initdb" --pgdata="$folder/data" --username=postgres --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$folder/initdb.log"
    fi
    settings=(-c "unix_socket_directories=$folder" -c listen_addresses= -c max_connections=200)
    for setting in "$@"; do settings+=(-c "$setting"); done
    owner_runs "$bin/pg_ctl" start --pgdata="$folder/data" --log="$folder/server.log" --wait \
      --silent --options="$(printf '%q ' "${settings[@]}")" >/dev/null || {
      tail -n 5 "$folder/server.log" >&2
      exit 1
    }
    ;;
  stop) owner_runs "$bin/pg_ctl" stop --pgdata="$1/data" --mode="${2:-fast}" --silent ;;
  run)
    command=$1
    shift
    owner_runs "$bin/$command" "$@"
    ;;
  *) echo "pg_server.sh: no such word: $word" >&2 && exit 2 ;;
esac
