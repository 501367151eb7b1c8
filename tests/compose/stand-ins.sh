# Stand-ins for base images. Sourced by run.

# The images that docker-compose.yml and the Dockerfile name, as they name them.
images_wanted() {
    sed -n 's/^ARG \(SDK\|RUNTIME\)=//p' Dockerfile
    sed -n 's/^ *image: \${\(REDIS\|HAPROXY\|PROMETHEUS\)_IMAGE:-\(.*\)}$/\2/p' docker-compose.yml | sort -u
}

make_stand_ins() {
    printf 'services: {}\n' >"$work/override.yml"
    recipe=$({ cat "$here/stand-ins.sh"; dotnet --version; packages_locked; } | sha256sum | cut -c1-16)
    local image
    local -a missing=() made=()
    for image in $(images_wanted); do
        case $(recipe_of "$image") in
            none) timeout 60 docker pull -q "$image" >/dev/null 2>&1 || missing+=("$image") ;;
            real) ;;
            "$recipe") made+=("$image") ;;
            *) missing+=("$image") ;;
        esac
    done
    ((${#missing[@]} + ${#made[@]} > 0)) || return 0

    # Nothing is fetched in a build: what it needs is in the stand-in.
    cat >"$work/override.yml" <<'YAML'
services:
  keys: { build: { network: none } }
  silo: { build: { network: none } }
  edge: { build: { network: none } }
YAML
    if ((${#missing[@]} == 0)); then
        echo "Stand-ins made before: ${made[*]}"
        return 0
    fi

    echo "Cannot be pulled, so made here: ${missing[*]}"
    debian_root
    tar -C "$root" -c . | docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - stand-in-debian >/dev/null
    for image in "${missing[@]}"; do
        case $image in
            */dotnet/sdk:*) build_dotnet_sdk "$image" ;;
            */dotnet/aspnet:*) build_dotnet_runtime "$image" ;;
            redis:*) build_plain "$image" redis-server 'RUN mkdir -p /data && chown 999:999 /data' ;;
            haproxy:*) build_plain "$image" haproxy '' ;;
            prom/*) build_plain "$image" prometheus 'RUN mkdir -p /prometheus && chown 65534:65534 /prometheus' ;;
            *) echo "There is no stand-in for $image." >&2; exit 1 ;;
        esac
    done
}

# What an image that is there was made by: a stand-in's recipe, or "real"; "none": it is not there.
recipe_of() {
    docker image inspect --format '{{with index .Config.Labels "stand-in"}}{{.}}{{else}}real{{end}}' "$1" 2>/dev/null || echo none
}

# Debian with the servers' programs, in $root.
debian_root() {
    root=${keep:-$work}/debian
    if [[ ! -e $root/usr/bin/prometheus ]]; then
        rm -rf "$root"
        mkdir -p "$root"
        local release
        release=$(. /etc/os-release && echo "$VERSION_CODENAME")
        debootstrap --variant=minbase --include=redis-server,haproxy,prometheus,ca-certificates "$release" "$root" "$(debian_mirror)" \
            >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
        rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}
    fi
}

# The one that this machine installs from.
debian_mirror() {
    apt-cache policy base-files | sed -n 's/^ *[0-9]* \(http[^ ]*\) .*/\1/p' | head -n 1
}

build_plain() {
    printf 'FROM stand-in-debian\n%s\nCMD ["%s"]\n' "$3" "$2" | docker_build "$1" -
}

docker_build() {
    DOCKER_BUILDKIT=0 docker build -q --network none --label "stand-in=$recipe" -t "$1" "${@:2}" >/dev/null 2>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
}

dotnet_folder() { dirname "$(readlink -f "$(command -v dotnet)")"; }

build_dotnet_runtime() {
    local folder=$work/runtime
    mkdir -p "$folder/dotnet"
    cp -a "$(dotnet_folder)"/{dotnet,host,shared} "$folder/dotnet/"
    cat >"$folder/Dockerfile" <<'TEXT'
FROM stand-in-debian
COPY dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV DOTNET_RUNNING_IN_CONTAINER=true DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
TEXT
    docker_build "$1" "$folder"
    rm -rf "$folder"
}

# The SDK that is installed here, and of the packages cache what the programs' lock files name.
build_dotnet_sdk() {
    local folder=$work/sdk cache=${NUGET_PACKAGES:-$HOME/.nuget/packages} package
    mkdir -p "$folder/dotnet" "$folder/packages"
    cp -a "$(dotnet_folder)"/. "$folder/dotnet/"
    while IFS= read -r package; do
        [[ -d $cache/$package ]] || { echo "Not restored: $package. Build the solution first." >&2; exit 1; }
        mkdir -p "$folder/packages/$(dirname "$package")"
        cp -a "$cache/$package" "$folder/packages/$package"
    done < <(packages_locked)
    cat >"$folder/Dockerfile" <<'TEXT'
FROM stand-in-debian
COPY dotnet /usr/share/dotnet
COPY packages /root/.nuget/packages
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NuGetAudit=false
TEXT
    docker_build "$1" "$folder"
    rm -rf "$folder"
}

# "id/version" of everything that src/*/packages.lock.json names.
packages_locked() {
    awk -F'"' '
        /^      "[^"]+": \{/ { id = tolower($2) }
        /"resolved":/ { print id "/" tolower($4) }' src/*/packages.lock.json | sort -u
}
