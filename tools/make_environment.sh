#!/bin/sh
# Makes the locked environment: a virtual environment, uv in it, then exactly what the lock file says.
set -eu
python=$1 venv=$2 lock=$3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Python 3.11 or newer is needed; $python is not. Say which to use: make PYTHON=python3.12 run" >&2
    exit 1
}
if [ ! -x "$venv/bin/python" ]; then
    echo "Making the environment in $venv …"
    "$python" -m venv "$venv" || {
        rm -rf "$venv"
        echo "This Python cannot make environments. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    }
fi
echo "Installing what $lock says …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv==0.13.9
VIRTUAL_ENV=$venv "$venv/bin/uv" pip install --quiet --require-hashes -r "$lock"
touch "$venv/.installed"
