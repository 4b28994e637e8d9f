# shellcheck shell=bash
# Debian's archive, read by apt-get with lists and settings of its own: those of the machine stay as they are, and so do its packages.
# To be sourced. Signatures are checked with Debian's keys.

debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror that this machine uses, or GOR_DEBIAN_MIRROR where it is not a Debian.
debian_mirror() {
    local mirror=${GOR_DEBIAN_MIRROR:-}
    # shellcheck disable=SC2016
    [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2> /dev/null | head -1)
    [ -n "$mirror" ] || { echo "this machine has no Debian mirror: run apt-get update, or set GOR_DEBIAN_MIRROR=http://…/debian" >&2; return 1; }
    echo "$mirror"
}

# debian_apt FOLDER deb|deb-src SUITE ARCHITECTURE COMMAND...
# Runs apt-get in the current folder; FOLDER keeps its state.
debian_apt() {
    local folder=$1 kind=$2 suite=$3 architecture=$4 mirror
    shift 4
    mirror=$(debian_mirror) || return
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    : > "$folder/status"
    echo "$kind [signed-by=$debian_keys] $mirror $suite main" > "$folder/sources.list"
    apt-get -qq -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State="$folder" -o Dir::State::Lists="$folder/lists" \
        -o Dir::State::status="$folder/status" -o Dir::Cache="$folder/cache" -o APT::Architecture="$architecture" \
        -o APT::Architectures="$architecture" -o APT::Sandbox::User=root "$@"
}
