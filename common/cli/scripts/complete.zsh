#compdef kubectl-mesh_@NAME@ kubectl-mesh-@NAME@
# SPDX-License-Identifier: Apache-2.0

_kubectl-mesh_@NAME@() {
  local -a typed lines candidates spacing
  local line text directive
  typed=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
  lines=("${(@f)$("${typed[1]/#\~/$HOME}" __complete "${(@)typed[2,-1]}" 2> /dev/null)}")
  directive=${lines[-1]#:}
  lines[-1]=()
  [[ -n $directive ]] || return 1
  if [[ $PREFIX == --*=* ]]; then compset -P '*='; fi
  if ((directive & 8)); then
    _files -g "*.(${(j:|:)lines})"
    return
  fi
  if ! ((directive & 4)); then
    _files
    return
  fi
  for line in $lines; do
    text=${line%%$'\t'*}
    candidates+=("${text//:/\\:}:${line#$text$'\t'}")
    if [[ $line == $text ]]; then candidates[-1]=${text//:/\\:}; fi
  done
  if ((directive & 2)); then spacing=(-S ''); fi
  _describe -t values value candidates "${(@)spacing}"
}

if [[ $funcstack[1] == _kubectl-mesh_@NAME@ ]]; then
  _kubectl-mesh_@NAME@ "$@"
else
  compdef _kubectl-mesh_@NAME@ kubectl-mesh_@NAME@ kubectl-mesh-@NAME@
fi
