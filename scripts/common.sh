# Shared by the scripts: where things are, and how to speak.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
venv=$build/venv

say() { printf '\033[1m%s\033[0m\n' "== $*"; }
[ -t 1 ] || say() { printf '%s\n' "== $*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
