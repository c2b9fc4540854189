#!/bin/sh
# Makes the embedded boundary files from the npm packages us-atlas and
# world-atlas: generate.sh [NODE_MODULES]. Without an argument the pinned
# packages are fetched into a temporary folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
modules=${1:-}
if [ -z "$modules" ] || [ ! -f "$modules/us-atlas/counties-10m.json" ]; then
	modules=$(mktemp -d)
	trap 'rm -rf "$modules"' EXIT
	(cd "$modules" && npm pack --silent us-atlas@3.0.1 world-atlas@2.0.2 >/dev/null)
	for name in us-atlas-3.0.1 world-atlas-2.0.2; do
		mkdir -p "$modules/${name%-*}"
		tar -xzf "$modules/$name.tgz" -C "$modules/${name%-*}" --strip-components=1
	done
fi
gzip -9n <"$modules/us-atlas/counties-10m.json" >"$here/us.topojson.gz"
gzip -9n <"$modules/world-atlas/countries-50m.json" >"$here/world.topojson.gz"
