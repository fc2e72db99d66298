# A podman and a buildah of the test's own: their images and containers are in its scratch directory. A
# test sources this after debian.sh, and calls start_podman after in_namespace.
# shellcheck shell=bash

# No systemd need manage control groups here; runc does what these containers need, crun may not.
start_podman() {
  cat >"$WORK/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
CONF
  echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$WORK/policy.json"
  export CONTAINERS_CONF=$WORK/containers.conf
  STORAGE=(--root "$WORK/storage" --runroot "$WORK/run" --storage-driver overlay)
  podman info >/dev/null 2>&1 || STORAGE=(--root "$WORK/vfs" --runroot "$WORK/run" --storage-driver vfs)
  trap stop_podman EXIT
}

podman() { command podman "${STORAGE[@]}" --tmpdir "$WORK/libpod" "$@"; }

stop_podman() {
  local code=$?
  set +e
  {
    podman pod rm --all --force --time 1
    # The second pass takes those whose network others used.
    podman rm --all --force --time 1 || podman rm --all --force --time 1
    umount "${STORAGE[1]}/overlay"
  } >"$WORK/stop-podman.log" 2>&1
  (exit "$code")
  clean_up
}

# build_image NAME CONTAINERFILE CONTEXT
build_image() {
  buildah "${STORAGE[@]}" bud --isolation=chroot --signature-policy "$WORK/policy.json" --pull-never \
    --tag "$1" --file "$2" "$3" >"$WORK/build-image.log" 2>&1 || fail "$1 is not built"
}

# build_sockq_image NAME: as deploy/container/Containerfile says, but with the program that was built
# already: its first stage takes minutes.
build_sockq_image() {
  local context=$WORK/context
  podman import --quiet "$DEBIAN" docker.io/library/debian:12 >/dev/null
  cmake --install "$BUILD" --strip --prefix "$context/usr" >/dev/null
  {
    printf 'FROM docker.io/library/debian:12 AS build\nCOPY usr/bin/sockq /usr/bin/\n'
    sed -n '/^FROM build AS files/,$p' "$REPOSITORY/deploy/container/Containerfile"
  } >"$WORK/Containerfile"
  build_image "$1" "$WORK/Containerfile" "$context"
}

# in_container NAME COMMAND...: a program of this machine in the container's network.
in_container() {
  local pid
  pid=$(podman inspect --format '{{.State.Pid}}' "$1")
  shift
  nsenter --target "$pid" --net "$@"
}
