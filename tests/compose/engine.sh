# Programs and a Docker engine. Sourced by run.

engine_pid=
network=

# Before a command: runs it where the published ports are.
enter=()

need_programs() {
    local program
    local -a missing=()
    for program in docker dockerd docker-compose debootstrap curl ip nsenter; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    ((${#missing[@]} > 0)) || return 0
    if [[ $install == no || $(id -u) != 0 || ! -e /etc/debian_version ]]; then
        echo "Missing: ${missing[*]}. On Debian as root they are installed by this script without --no-install." >&2
        exit 1
    fi

    echo "Going to install with apt-get: docker.io docker-compose debootstrap curl"
    local policy=/usr/sbin/policy-rc.d own=no
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
        own=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get -qq update || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends docker.io docker-compose debootstrap iptables iproute2 curl >/dev/null
    [[ $own == no ]] || rm -f "$policy"
}

# An engine that answers is taken as it is. Else one is started whose data, sockets and log are all in $work (its data in $keep, if there is one),
# and whose bridges, packet filter and published ports are in a network namespace of its own: nothing of it is left on this machine, and nothing of
# this machine is in its way.
start_engine() {
    if docker version >/dev/null 2>&1; then
        echo "A Docker engine answers: it is used."
        return
    fi

    export DOCKER_HOST=unix://$work/docker.sock
    network=gateway-compose-$$
    ip netns add "$network"
    ip -n "$network" link set lo up
    enter=(nsenter "--net=/run/netns/$network")
    local attempt
    for attempt in "" "--storage-driver vfs"; do
        # Not "ip netns exec": that hides the control groups.
        # shellcheck disable=SC2086 # words on purpose
        "${enter[@]}" dockerd --host "$DOCKER_HOST" --data-root "${keep:-$work}/engine" --exec-root "$work/exec" --pidfile "$work/dockerd.pid" \
            --bip 172.31.250.1/24 $attempt >"$work/dockerd.log" 2>&1 &
        engine_pid=$!
        for _ in {1..100}; do
            if docker version >/dev/null 2>&1; then
                echo "Started a Docker engine of its own: $(docker info --format '{{.ServerVersion}}, storage {{.Driver}}, cgroups {{.CgroupVersion}}')"
                return
            fi
            kill -0 "$engine_pid" 2>/dev/null || break
            sleep 0.3
        done
        kill "$engine_pid" 2>/dev/null || true
        wait "$engine_pid" 2>/dev/null || true
        engine_pid=
    done
    echo "No Docker engine could be started:" >&2
    tail -n 20 "$work/dockerd.log" >&2
    exit 1
}

stop_engine() {
    [[ -n $network ]] || return 0
    if [[ -n $engine_pid ]]; then
        [[ -z $keep ]] || docker image prune -f --filter until=24h >/dev/null
        kill "$engine_pid" 2>/dev/null
        wait "$engine_pid" 2>/dev/null
    fi
    engine_pid=
    ip netns del "$network" 2>/dev/null
    network=

    # What it mounted for itself must be gone before the folder can be removed.
    awk -v folder="$work/" -v kept="${keep:-$work}/engine/" 'index($2, folder) == 1 || index($2, kept) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount -l
}

# docker-compose 1.29, or Compose v2 where that is what there is. The classic builder: the other one fetches itself from the net.
compose() {
    if command -v docker-compose >/dev/null; then
        DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0 docker-compose -f docker-compose.yml -f "$work/override.yml" --profile demo "$@"
    else
        docker compose -f docker-compose.yml -f "$work/override.yml" --profile demo "$@"
    fi
}

# Free ports of this machine, as far as can be told.
free_ports() {
    local count=$1 port
    local -a found=()
    while ((${#found[@]} < count)); do
        port=$((RANDOM % 20000 + 20000))
        if [[ " ${found[*]} " != *" $port "* ]] && ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            found+=("$port")
        fi
    done
    echo "${found[@]}"
}
