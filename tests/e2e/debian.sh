# A Debian 12 and the project's own package for it. A test sources this after lib.sh, and calls
# prepare_debian before in_namespace: the network is needed once for a build directory.
# shellcheck shell=bash

# package_depends: the packages that the package needs, without versions, the first of each choice.
package_depends() {
  dpkg-deb --field "$1" Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/ //g'
}

# A mirror that apt on this machine uses, for the suites with this label.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' "Label: $1" 'Created-By: Packages' | sort | uniq -c |
    sort -rn | awk '{ print $2; exit }'
}

# prepare_debian: the package in $PACKAGE; and in $DEBIAN the archive of a Debian 12 which has what the
# package needs, made anew when that changes.
prepare_debian() {
  need cpack flock mmdebstrap
  [ "$(id -u)" = 0 ] || skip "needs root to make a Debian"
  local folder=$BUILD/debian wanted
  mkdir -p "$folder"
  exec 8>"$folder/lock"
  flock 8
  PACKAGE=$folder/sockq.deb DEBIAN=$folder/root.tar
  if [ -z "${SOCKQ_IN_NAMESPACE:-}" ]; then
    cpack --config "$BUILD/CPackConfig.cmake" -B "$folder" >"$folder/cpack.log" 2>&1 ||
      fail "cpack: $(cat "$folder/cpack.log")"
    mv "$folder"/sockq_*.deb "$PACKAGE"
    wanted=$(package_depends "$PACKAGE")
    if [ "$wanted" != "$(cat "$folder/root.packages" 2>/dev/null)" ]; then
      make_debian "$wanted" "$DEBIAN" "$folder/mmdebstrap.log"
      echo "$wanted" >"$folder/root.packages"
    fi
  fi
  exec 8>&-
}

# make_debian PACKAGES TARGET LOG. The shell that apt hands mmdebstrap's pipe to knows descriptors of one
# digit alone, so those that are inherited are closed.
make_debian() {
  local sources
  sources="deb $(mirror Debian) bookworm main
deb $(mirror Debian-Security) bookworm-security main"
  mmdebstrap --quiet --format=tar --variant=apt --include="$1" bookworm "$2.part" - \
    <<<"$sources" >"$3" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- ||
    fail "mmdebstrap: $(tail -n 5 "$3")"
  mv "$2.part" "$2"
}

# unpack_debian FOLDER
unpack_debian() {
  mkdir -p "$1"
  tar -C "$1" -xf "$DEBIAN"
}
