# Reads "started <process id> <name>" lines and at last "done". If the pipe closes without "done", whoever wrote them
# was killed: then stop the services first, Redis and PostgreSQL after them, each with a time limit.
trap '' INT TERM HUP

# When the process started, as far as ps can tell: a process id may belong to somebody else by the time it is used.
born() { ps -o lstart= -p "$1" 2>/dev/null; }

running() {
    kill -0 "$1" 2>/dev/null || return 1
    case $(ps -o stat= -p "$1" 2>/dev/null) in Z*) return 1 ;; esac
    [ "$(born "$1")" = "$(eval "printf %s \"\$born_$1\"")" ]
}

# stop <seconds> <process ids>: TERM (PostgreSQL: INT, its fast shutdown), and KILL after the time.
stop() {
    limit=$1
    shift
    for id in "$@"; do
        eval "name=\$name_$id"
        if running "$id"; then
            case $name in postgres) kill -INT "$id" ;; *) kill -TERM "$id" ;; esac
        fi
    done
    while [ "$limit" -gt 0 ]; do
        left=
        for id in "$@"; do running "$id" && left="$left $id"; done
        [ -z "$left" ] && return
        sleep 1
        limit=$((limit - 1))
    done
    for id in $left; do kill -KILL "$id"; done
}

services=
redis=
postgres=
while read -r word id name; do
    case $word in
    done) exit 0 ;;
    started)
        eval "born_$id=\$(born $id) name_$id=\$name"
        case $name in
        postgres) postgres="$postgres $id" ;;
        redis) redis="$redis $id" ;;
        *) services="$services $id" ;;
        esac
        ;;
    esac
done
stop 15 $services
stop 5 $redis
stop 60 $postgres
