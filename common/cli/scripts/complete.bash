# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Completes kubectl-mesh_@NAME@ in bash 3.2 or newer, with or without bash-completion.

# The words up to the cursor as the plugin would get them, in `words`. Readline also cuts at : and =.
_kubectl_mesh_words() {
  local line=${COMP_LINE:0:COMP_POINT} quote='' started='' i c n=0
  words=('')
  for ((i = 0; i < ${#line}; i++)); do
    c=${line:i:1}
    if [[ -n $quote ]]; then
      if [[ $c == "$quote" ]]; then quote=''; else words[n]+=$c; fi
    elif [[ $c == [\"\'] ]]; then
      quote=$c started=yes
    elif [[ $c == [[:blank:]] ]]; then
      if [[ -n ${words[n]}$started ]]; then words[++n]='' started=''; fi
    else
      if [[ $c == \\ ]]; then c=${line:++i:1}; fi
      words[n]+=$c
    fi
  done
}

# Files and folders that begin with $1; of files only those with one of the extensions.
_kubectl_mesh_files() {
  local path extension
  while IFS= read -r path; do
    for extension in "${answers[@]}"; do
      if [[ -d $path || $path == *."$extension" ]]; then
        COMPREPLY+=("$path")
        break
      fi
    done
  done < <(compgen -f -- "$1")
  compopt -o filenames 2> /dev/null
}

# The answers, without the part of the word that readline keeps; with what they mean if they are listed.
_kubectl_mesh_candidates() {
  local kept='' answer text meaning
  case ${COMP_WORDBREAKS-} in *:*) kept=${1%"${1##*:}"} ;; esac
  for answer in "${answers[@]}"; do
    text=${answer%%$'\t'*}
    meaning=${answer#"$text"}
    text=${text#"$kept"}
    if [[ ${COMP_TYPE-} == 63 && -n $meaning && ${#answers[@]} -gt 1 ]]; then
      printf -v text '%-14s (%s)' "$text" "${meaning#$'\t'}"
      text=${text:0:${COLUMNS:-80}-1}
    fi
    COMPREPLY+=("$text")
  done
}

_kubectl_mesh_complete() {
  local words answers=() line directive
  _kubectl_mesh_words
  COMPREPLY=()
  while IFS= read -r line; do answers+=("$line"); done \
    < <("${words[0]/#\~/$HOME}" __complete "${words[@]:1}" 2> /dev/null)
  [[ ${#answers[@]} -gt 0 ]] || return
  line=${answers[${#answers[@]} - 1]}
  directive=${line#:}
  unset "answers[${#answers[@]}-1]"
  if ((directive & 8)); then
    _kubectl_mesh_files "$2"
  elif ((directive & 4)); then
    _kubectl_mesh_candidates "${words[${#words[@]} - 1]}"
  else
    compopt -o default 2> /dev/null
  fi
  if ((directive & 2)); then compopt -o nospace 2> /dev/null; fi
}

complete -F _kubectl_mesh_complete kubectl-mesh_@NAME@ kubectl-mesh-@NAME@
