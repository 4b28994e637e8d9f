#!/bin/sh
# Installs gor from a release: the binary with the right to capture, its manual page, completions and, where there is systemd, the service.
#   install.sh                        the release that lies beside this script, else what is at GOR_URL
#   install.sh --from PLACE           a tarball, or a folder or URL that holds one and SHA256SUMS
#   install.sh --uninstall            takes all of it away again, but not /etc/gor and what waits in /var/lib/gor
#   install.sh --uninstall --purge    those too
# --prefix FOLDER (/usr/local) is where to; --no-setcap leaves the binary without rights; --no-service leaves systemd alone.
# The sum of the tarball is checked before it is opened: by SHA256SUMS from the same place, or by --sum SHA256.
# DESTDIR=FOLDER puts it all below FOLDER, for those who make packages or images.
set -eu
umask 022

die() {
    echo "install.sh: $*" >&2
    exit 1
}

has() {
    command -v "$1" > /dev/null 2>&1
}

prefix=/usr/local
from=${GOR_URL:-}
sum=
service=yes
rights=yes
remove=no
purge=no
while [ $# -gt 0 ]; do
    case "$1" in
        --from | --prefix | --sum)
            [ $# -ge 2 ] || die "$1 wants a value"
            case "$1" in
                --from) from=$2 ;;
                --prefix) prefix=$2 ;;
                --sum) sum=$2 ;;
            esac
            shift
            ;;
        --no-service) service=no ;;
        --no-setcap) rights=no ;;
        --uninstall) remove=yes ;;
        --purge) purge=yes ;;
        -h | --help)
            sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        *) die "there is no $1; --help says what there is" ;;
    esac
    shift
done

root=${DESTDIR:-}
bin=$root$prefix/bin
share=$root$prefix/share
unit=$root/etc/systemd/system/gor.service
settings=$root/etc/gor
mkdir -p "$root$prefix" 2> /dev/null || true
[ -w "$root$prefix" ] || die "$root$prefix is not writable: run as root (sudo sh install.sh), or choose --prefix"
# The service is root's matter.
[ -n "$root" ] || [ "$(id -u)" = 0 ] || service=no

# systemctl WORD... where systemd runs, and it is this machine that is meant.
systemd() {
    [ -n "$root" ] || [ ! -d /run/systemd/system ] || systemctl "$@" || true
}

uninstall() {
    if [ "$service" = yes ] && [ -e "$unit" ]; then
        systemd disable --now gor.service
        rm -f "$unit"
        systemd daemon-reload
    fi
    rm -f "$bin/gor" "$share/man/man1/gor.1" "$share/bash-completion/completions/gor" "$share/zsh/site-functions/_gor" \
        "$share/fish/vendor_completions.d/gor.fish"
    if [ "$purge" = yes ]; then
        rm -rf "$settings" "$root/var/lib/gor" "$root/var/lib/private/gor"
        echo "gor is gone, its settings and what waited to be sent too"
    else
        echo "gor is gone; /etc/gor and /var/lib/gor are left where they were (--purge)"
    fi
}

# The kind of this machine, as archives are named.
kind() {
    case "$(uname -s) $(uname -m)" in
        'Linux x86_64') if [ -e /lib/ld-musl-x86_64.so.1 ] && [ ! -e /lib64/ld-linux-x86-64.so.2 ]; then echo linux-musl-x64; else echo linux-x64; fi ;;
        'Linux aarch64') echo linux-arm64 ;;
        'Darwin x86_64') echo osx-x64 ;;
        'Darwin arm64') echo osx-arm64 ;;
        *) die "there is no release for $(uname -s) on $(uname -m)" ;;
    esac
}

# fetch PLACE FILE
fetch() {
    case "$1" in
        http://* | https://*)
            if has curl; then
                curl -fsSL -o "$2" "$1"
            elif has wget; then
                wget -qO "$2" "$1"
            else
                die "neither curl nor wget is here; download $1 yourself, and name it with --from"
            fi || die "$1 cannot be fetched"
            ;;
        *) cp "$1" "$2" || die "$1 cannot be read" ;;
    esac
}

sum_of() {
    if has sha256sum; then
        sha256sum "$1"
    elif has shasum; then
        shasum -a 256 "$1"
    else
        die "neither sha256sum nor shasum is here: the download cannot be checked"
    fi | cut -d ' ' -f 1
}

# Leaves the tarball as $scratch/tarball, checked.
obtain() {
    case "$from" in
        *.tar.gz)
            place=$(dirname "$from")
            name=$(basename "$from")
            ;;
        *)
            place=${from:-$(cd "$(dirname "$0")" && pwd)}
            name=
            ;;
    esac
    if [ -z "$sum" ]; then
        case "$place" in
            http://* | https://*) ;;
            *) [ -e "$place/SHA256SUMS" ] || die "there is no $place/SHA256SUMS: name with --from (or GOR_URL) where a release is, or the tarball's sum with --sum" ;;
        esac
        fetch "$place/SHA256SUMS" "$scratch/sums"
        [ -n "$name" ] || name=$(sed -n "s/^[0-9a-f]*  \(gor-[^ ]*-$kind\.tar\.gz\)$/\1/p" "$scratch/sums" | tail -n 1)
        [ -n "$name" ] || die "$place has no release for this machine ($kind)"
        sum=$(sed -n "s/^\([0-9a-f]*\)  $name$/\1/p" "$scratch/sums")
        [ -n "$sum" ] || die "$place/SHA256SUMS does not name $name"
    fi
    [ -n "$name" ] || die "--sum is a tarball's: name that with --from"
    fetch "$place/$name" "$scratch/tarball"
    found=$(sum_of "$scratch/tarball")
    [ "$found" = "$sum" ] || die "$name is damaged or not the one: its SHA-256 is $found, it should be $sum. Nothing was installed."
}

# put MODE FILE PLACE; what this release has no file for is left out.
put() {
    [ -e "$2" ] || return 0
    mkdir -p "$(dirname "$3")"
    cp "$2" "$3.new"
    chmod "$1" "$3.new"
    mv -f "$3.new" "$3"
}

# Settings that are there already are the user's.
put_settings() {
    [ -e "$3" ] || put "$@"
}

install_service() {
    put 644 "$1/gor.service" "$unit"
    put_settings 600 "$1/gor.env" "$settings/gor.env"
    put_settings 644 "$1/rules" "$settings/rules"
    systemd daemon-reload
    systemd try-restart gor.service
}

install_gor() {
    kind=$(kind)
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    obtain
    mkdir "$scratch/release"
    tar -xzf "$scratch/tarball" -C "$scratch/release" --strip-components 1
    release=$scratch/release
    "$release/gor" --version > "$scratch/version" || die "the binary of $name does not run on this machine; nothing was installed"

    put 755 "$release/gor" "$bin/gor"
    put 644 "$release/man/gor.1" "$share/man/man1/gor.1"
    put 644 "$release/completions/gor.bash" "$share/bash-completion/completions/gor"
    put 644 "$release/completions/_gor" "$share/zsh/site-functions/_gor"
    put 644 "$release/completions/gor.fish" "$share/fish/vendor_completions.d/gor.fish"
    if [ "$service" = yes ] && [ -d "$release/systemd" ] && { [ -n "$root" ] || [ -d /run/systemd/system ]; }; then
        install_service "$release/systemd"
        echo "the service: say in /etc/gor/gor.env what to capture, then systemctl enable --now gor"
    fi
    if [ "$rights" = yes ] && [ "$(uname -s)" = Linux ]; then
        PATH=$PATH:/sbin:/usr/sbin
        if has setcap && setcap cap_net_raw+ep "$bin/gor" 2> /dev/null; then
            echo "whoever may run $prefix/bin/gor can capture without root (setcap)"
        else
            echo "note: capturing needs root, or, by a root that has setcap (libcap2-bin): setcap cap_net_raw+ep $prefix/bin/gor"
        fi
    fi
    echo "installed $prefix/bin/gor: $(cat "$scratch/version")"
}

if [ "$remove" = yes ]; then
    uninstall
else
    install_gor
fi
