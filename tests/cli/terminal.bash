# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Real shells on a terminal of their own: keys are sent, the screen is read. BATS_TEST_TMPDIR is the shell's home.

PROMPT='ready>'

terminal() { tmux -S "$BATS_TEST_TMPDIR/tmux" -f /dev/null "$@"; }

# open_shell SHELL [LINE…]: an interactive shell that has read the lines, in the working directory.
open_shell() {
  local shell=$1 home=$BATS_TEST_TMPDIR/home command
  shift
  mkdir -p "$home"
  case $shell in
    bash)
      printf '%s\n' "PS1='$PROMPT '" "$@" > "$home/.bashrc"
      command="bash --rcfile '$home/.bashrc' -i"
      ;;
    zsh)
      printf '%s\n' "PS1='$PROMPT '" 'autoload -Uz compinit' "compinit -u -d '$home/.zcompdump'" "$@" > "$home/.zshrc"
      command="zsh -d -i"
      ;;
    fish)
      mkdir -p "$home/.config/fish"
      printf '%s\n' "function fish_prompt; echo '$PROMPT '; end" 'set -g fish_greeting' 'set -g fish_autosuggestion_enabled 0' "$@" > "$home/.config/fish/config.fish"
      command="fish -i"
      ;;
  esac
  terminal new-session -d -x 130 -y 50 -e HOME="$home" -e ZDOTDIR="$home" -e PATH="$PATH" -e XDG_CONFIG_HOME="$home/.config" "$command"
  shows "$PROMPT"
}

close_shell() { terminal kill-server 2> /dev/null || true; }

screen() { terminal capture-pane -p; }

# shows TEXT: waits until it stands on the screen.
shows() {
  local _
  for _ in {1..150}; do
    if screen | grep -qF -- "$1"; then return 0; fi
    sleep 0.1
  done
  printf 'no "%s" on the screen:\n%s\n' "$1" "$(screen)"
  return 1
}

# press KEYS…: Tab, Enter and the like by name, all else as it is.
press() {
  local key
  for key in "$@"; do
    case $key in
      Tab | Enter | C-u | C-l) terminal send-keys "$key" ;;
      *) terminal send-keys -l -- "$key" ;;
    esac
  done
}

# completes TYPED LINE: what is typed, then Tab, makes this line; the cursor stands behind it.
completes() {
  press C-u C-l
  waits_for_line ''
  press "$1" Tab
  waits_for_line "$2"
}

# The line behind the last prompt.
current_line() { screen | grep -F -- "$PROMPT" | tail -n 1 | sed "s/^$PROMPT *//"; }

waits_for_line() {
  local _
  for _ in {1..150}; do
    if [[ $(current_line) == "$1" ]]; then return 0; fi
    sleep 0.1
  done
  printf 'wanted the line "%s", and got the screen:\n%s\n' "$1" "$(screen)"
  return 1
}
