# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash

# exits CODE COMMAND…: with stdout and stderr in files of those names.
exits() {
  local want=$1 status=0
  shift
  "$@" > stdout 2> stderr || status=$?
  if [[ $status != "$want" ]]; then
    printf 'exit %s instead of %s: %s\n' "$status" "$want" "$*"
    cat stdout stderr
    return 1
  fi
}

says() { grep -qF -- "$2" "$1" || { echo "no \"$2\" in $1:"; cat "$1"; return 1; }; }
