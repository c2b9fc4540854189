# Sourced by the test scripts: makes sure that a command is there, installing
# its Debian package when we are root, and says what to do when we are not.

apt_updated=
need_packages() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Please install: $* (on Debian: sudo apt-get install $*), then run this again." >&2
    exit 1
  fi
  if [ -z "$apt_updated" ]; then apt-get update -qq; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_command COMMAND PACKAGE...
need_command() {
  local command=$1
  shift
  command -v "$command" >/dev/null || need_packages "$@"
}

# need_chromium finds a browser for the browser tests and exports CHROMIUM.
need_chromium() {
  CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  if [ -z "$CHROMIUM" ]; then
    need_packages chromium fonts-dejavu-core
    CHROMIUM=$(command -v chromium)
  fi
  export CHROMIUM
}
