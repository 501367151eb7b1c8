# What is promised, step by step. Sourced by run.

broken=0
table=()

# The silos and edges that there are.
at=

# Nobody waits longer for an answer, in milliseconds. It covers a connection that is tried in vain (1 s) at an edge and at a backend, on a busy
# machine; it does not cover a name server's silence (5 s).
longest=4000

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

promise() {
    local what=$1
    shift
    if "$@"; then
        return 0
    fi
    broken=$((broken + 1))
    table+=("BROKEN: $what")
    say "BROKEN: $what"
}

# Waits up to $1 seconds until a command succeeds.
within() {
    local seconds=$1 since=$SECONDS
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS - since < seconds)) || return 1
        sleep 0.5
    done
}

ids() {
    docker ps -a -q --no-trunc --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --filter "label=com.docker.compose.oneoff=False" \
        ${1:+--filter "label=com.docker.compose.service=$1"}
}

count_healthy() {
    local id count=0
    for id in $(ids "$1"); do
        [[ $(docker inspect --format '{{.State.Health.Status}}' "$id" 2>/dev/null) == healthy ]] && ((count += 1))
    done
    echo "$count"
}

are_healthy() { [[ $(count_healthy "$1") == "$2" ]]; }

scale() { compose up -d --no-build --no-recreate --scale "silo=$1" --scale "edge=$2" >>"$work/compose.log" 2>&1; }

scale_and_wait() { at="$1 $2" && scale "$1" "$2" && within 120 are_healthy silo "$1" && within 120 are_healthy edge "$2"; }

# Where a step begins, if the ones before it were left out.
from() {
    [[ $at == "$1 $2" ]] || scale_and_wait "$1" "$2" || { say "$1 silos and $2 edges did not come about"; exit 1; }
}

# One step under load: step TITLE POSTS COMMAND… POSTS is how many POSTs may fail. GETs may not.
step() {
    local name=$1 posts=$2
    shift 2
    say "$name"
    start_load "${load_kind:-}"
    sleep 2
    local since=$SECONDS did=yes
    "$@" || did=no
    sleep 5
    stop_load
    read_load
    table+=("$(printf '%-34s %8d %7d %8d ms %6d %9d %5d s' "$name" "$sent" "$failed" "$slowest" "$edges" "$backends" "$((SECONDS - since))")")
    promise "$name: it came about" [ "$did" == yes ]
    promise "$name: requests were sent" [ "$sent" -gt 100 ]
    promise "$name: $((failed - posts_failed)) GETs failed" [ "$failed" -eq "$posts_failed" ]
    promise "$name: $posts_failed POSTs failed, $posts may" [ "$posts_failed" -le "$posts" ]
    promise "$name: a request took $slowest ms, $longest is the most" [ "$slowest" -le "$longest" ]
}

# Fewer of them: those that go end by themselves, with exit code 0, not killed at the end of their grace.
shrink() {
    local since service=$3 codes
    since=$(date +%s)
    scale_and_wait "$1" "$2" || return 1
    codes=$(docker events --since "$since" --until "$(($(date +%s) + 1))" --filter event=die --filter "label=com.docker.compose.service=$service" \
        --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" --format '{{.Actor.Attributes.exitCode}}' | tr '\n' ' ')
    [[ $codes == "0 0 " ]] || { say "of service $service, these exit codes: $codes"; return 1; }
}

kill_one() {
    local id
    id=$(ids "$1" | head -n 1)
    docker kill "$id" >/dev/null
    sleep 6
    docker start "$id" >/dev/null
    within 120 are_healthy "$1" "$2"
}

# A backend has no check of its own: it is back when it has been given a request again.
kill_backend() {
    docker kill "$(ids backend-a)" >/dev/null
    sleep 8
    docker start "$(ids backend-a)" >/dev/null
    within 60 answers_again
}

answers_again() { "${enter[@]}" curl -s -i --max-time 5 "$(gateway_url)/1" | grep -qi '^x-backend: a'; }

targets_up() {
    "${enter[@]}" curl -s --max-time 5 "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/query" --data-urlencode "query=sum(up{job=~\"gateway-.*|balancer\"})" \
        | grep -q "\"value\":\[[^]]*\"$1\"\]"
}

rules_are_loaded() { "${enter[@]}" curl -s --max-time 5 "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/rules" | grep -q '"name":"gateway:requests:rate1m"'; }

is_hardened() {
    local id
    for id in $(ids ""); do
        [[ $(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.Config.User}}' "$id") =~ ^true\ [1-9] ]] || return 1
    done
}

https_answers() { [[ $("${enter[@]}" curl -sk -o /dev/null -w '%{http_code}' --max-time 5 "https://127.0.0.1:$GATEWAY_HTTPS_PORT/petstore/1.0.0/pets/1") == 200 ]]; }

management_wants_a_token() {
    local url=http://127.0.0.1:$GATEWAY_MANAGEMENT_PORT/v1/groups/pets token
    token=$(docker exec "$(ids edge | head -n 1)" cat /keys/token)
    [[ $("${enter[@]}" curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$url") == 401 ]] \
        && "${enter[@]}" curl -s --max-time 5 -H "Authorization: Bearer $token" "$url" | grep -q '"view":"cluster"'
}

# Whether a container of a service can connect to a port. It needs bash, which Prometheus' own image lacks: of that it says nothing.
reaches() { docker exec "$(ids "$1" | head -n 1)" timeout 3 bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null; }

address_in() { docker inspect --format "{{(index .NetworkSettings.Networks \"${COMPOSE_PROJECT_NAME}_$2\").IPAddress}}" "$(ids "$1" | head -n 1)"; }

# Redis and the ports of silos know no credentials.
nodes_only() {
    local redis port service
    redis=$(address_in redis cluster)
    port=$(silo_port)
    reaches edge "$redis" 6379 && reaches silo "$redis" 6379 && reaches edge "$(address_in silo cluster)" "$port" || return 1
    for service in balancer backend-a prometheus; do
        ! reaches "$service" "$redis" 6379 || return 1
        ! reaches "$service" redis 6379 || return 1
        ! reaches "$service" "$(address_in silo watching)" "$port" || return 1
    done
}

# Where a silo listens for silos: "The silo is ADDRESS: port … for silos, … for edges".
silo_port() { compose logs --no-color silo | sed -n 's/.*The silo is [0-9.]*: port \([0-9]*\) for silos.*/\1/p' | head -n 1; }

first_answer() { [[ $("${enter[@]}" curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$(gateway_url)/1") == 200 ]]; }

# Told to stop, nodes end by themselves: exit code 0, not killed at the end of their grace.
stops_well() {
    local -a nodes
    mapfile -t nodes < <(ids edge; ids silo)
    compose stop edge silo >>"$work/compose.log" 2>&1
    local id code=0 line
    for id in "${nodes[@]}"; do
        line=$(docker inspect --format '{{.Name}} exit {{.State.ExitCode}} OOM {{.State.OOMKilled}}' "$id")
        [[ $line == *" exit 0 "* ]] || { echo "$line"; code=1; }
    done
    return "$code"
}

start_everything() {
    say "docker-compose.yml is built and started"
    compose config -q
    compose_is_up=yes
    local since=$SECONDS
    compose build >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }
    say "built in $((SECONDS - since)) s; image $(docker image inspect --format '{{.Size}}' gateway-cluster | awk '{ printf "%d MB", $1 / 1e6 }')"
    since=$SECONDS
    scale 1 2 || { tail -n 40 "$work/compose.log" >&2; exit 1; }
    within 120 first_answer || { say "no answer within 120 s"; exit 1; }
    say "first answer after $((SECONDS - since)) s"
    from 1 2
}

run_step() {
    case $1 in
        secure)
            promise "no container runs as root or may write to its root" is_hardened
            promise "only nodes reach Redis and the ports of silos" nodes_only
            promise "HTTPS answers" https_answers
            promise "management wants a token, and answers for the cluster" within 30 management_wants_a_token
            ;;
        idle) from 1 2 && step "nothing happens" 0 sleep 5 ;;
        silos-up) from 1 2 && step "silos 1 -> 3" 0 scale_and_wait 3 2 ;;
        edges-up)
            from 3 2
            step "edges 2 -> 4" 0 scale_and_wait 3 4
            promise "all four edges were used" within 20 uses_edges 4
            promise "Prometheus scrapes 4 edges, 3 silos and the balancer" within 60 targets_up 8
            promise "Prometheus has the rules" rules_are_loaded
            ;;
        kill-silo) from 3 4 && step "a silo is killed and comes back" 0 kill_one silo 3 ;;
        kill-backend) from 3 4 && load_kind=keyed step "a backend is killed and comes back" 0 kill_backend ;;

        # The balancer sends GETs to another edge; a POST that was in flight there cannot be sent again, and the client has one at a time.
        kill-edge) from 3 4 && step "an edge is killed and comes back" 1 kill_one edge 4 ;;
        edges-down) from 3 4 && step "edges 4 -> 2" 0 shrink 3 2 edge ;;
        silos-down)
            from 3 2
            step "silos 3 -> 1" 0 shrink 1 2 silo
            promise "Prometheus follows down to 2 edges and 1 silo" within 60 targets_up 4
            ;;
        stop) promise "edges and silos stop by themselves with exit code 0" stops_well ;;
    esac
}

run_promises() {
    start_everything
    ((${#wanted[@]} > 0)) || wanted=(secure idle silos-up edges-up kill-silo kill-backend kill-edge edges-down silos-down stop)
    local name
    for name in "${wanted[@]}"; do
        run_step "$name"
    done

    echo
    printf '%-34s %8s %7s %11s %6s %9s %7s\n' step requests failed slowest edges backends took
    printf '%s\n' "${table[@]}"
    echo
    say "the whole run took $((SECONDS / 60)) min $((SECONDS % 60)) s"
    ((broken == 0)) || { echo "$broken promises broken"; exit 1; }
    echo "every promise kept"
}

uses_edges() {
    start_load
    sleep 3
    stop_load
    read_load
    ((edges == $1))
}
