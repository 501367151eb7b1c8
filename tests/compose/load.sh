# Requests through the balancer, and what became of them. Sourced by run.

clients=4
rate=25
load_pids=()
load_files=()

gateway_url() { echo "http://127.0.0.1:$GATEWAY_HTTP_PORT/petstore/1.0.0/pets"; }

# Starts clients that each send GETs one after the other at a steady rate, and one that sends POSTs: those are sent once and never again,
# unless they are "keyed", as clients mark what may be.
start_load() {
    load_pids=()
    load_files=()
    local kind=${1:-} number file url
    for ((number = 0; number <= clients; number++)); do
        file=$work/load-$number.txt
        : >"$file"
        load_files+=("$file")
        local -a post=()
        url=$(gateway_url)/[1-1000000]
        if ((number == clients)); then
            post=(-X POST -H 'Content-Type: application/json' -d '{"name":"rex"}')
            [[ $kind != keyed ]] || post+=(-H 'Idempotency-Key: rex')
            url=$(gateway_url)?n=[1-1000000]
        fi
        # Line by line: what a stopped program has not written yet is lost.
        "${enter[@]}" stdbuf -oL curl -s -o /dev/null --max-time 15 --rate "$rate/s" "${post[@]}" \
            -w '%{http_code} %{time_total} %header{x-gateway-node} %header{x-backend}\n' "$url" >"$file" 2>/dev/null &
        load_pids+=($!)
    done
}

stop_load() {
    local pid
    for pid in "${load_pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    load_pids=()
}

# Sets sent, failed (of them posts_failed), slowest (ms), edges and backends: of the requests since the load was started.
read_load() {
    local number
    # The last line of a client that was stopped may be half a line.
    read -r sent failed posts_failed slowest edges backends < <(for ((number = 0; number <= clients; number++)); do
        head -n -1 "${load_files[number]}" | sed "s/$/ $((number == clients))/"
    done | awk '
        NF >= 3 {
            sent++
            if ($1 != 200) { failed++; posts += $NF }
            if ($2 * 1000 > slowest) slowest = $2 * 1000
            if (NF >= 4 && !($3 in edge)) { edge[$3]; edges++ }
            if (NF >= 5 && !($4 in backend)) { backend[$4]; backends++ }
        }
        END { printf "%d %d %d %d %d %d\n", sent, failed, posts, slowest, edges, backends }')
}
