# SPDX-License-Identifier: Apache-2.0
# What goes wrong between the plugins and an API server: either all is read, or it is said what was not. The server
# `faults` stands in between; its comments tell what each fault is.

load helpers

TIMEOUT=3          # --request-timeout, in seconds
TOKEN=marked-token # what must not be in any output

setup_file() {
  local pki=$E2E/demo/pki
  export FAULTS=$BATS_FILE_TMPDIR/faults
  mkdir -p "$FAULTS"
  # It ends with its standard input, whatever happens here.
  tail -f /dev/null --pid=$$ 3>&- | faults "$FAULTS" "$(sed -n 's/.*server: //p' "$E2E/demo/admin.kubeconfig")" \
    "$pki/ca.crt" "$pki/admin.crt" "$pki/admin.key" 2> "$FAULTS/log" 3>&- &
  echo $! > "$FAULTS/pid"
  for _ in {1..100}; do [[ ! -e $FAULTS/ports ]] || break; sleep 0.1; done
}

teardown_file() { kill "$(< "$FAULTS/pid")"; }

# through PORT FAULT [ADDRESS]: from here on, plugins speak to that port and meet that fault.
through() {
  local port
  port=$(awk -v name="$1" '$1 == name { print $2 }' "$FAULTS/ports")
  export KUBECONFIG=$BATS_TEST_TMPDIR/$1-$2.kubeconfig
  cat > "$KUBECONFIG" << EOF
apiVersion: v1
kind: Config
clusters: [{name: faults, cluster: {server: "https://${3:-127.0.0.1}:$port/$2/$BATS_TEST_NUMBER-$RANDOM", certificate-authority: $FAULTS/ca.crt}}]
users: [{name: marked, user: {token: $TOKEN}}]
contexts: [{name: faults, context: {cluster: faults, user: marked}}]
current-context: faults
EOF
}

# run_plugin PLUGIN ARGUMENT…: into stdout, stderr, status and seconds. It must end in time and keep its secret.
run_plugin() {
  local plugin=$1 start=$EPOCHREALTIME end
  shift
  status=0
  "kubectl-mesh-$plugin" "$@" --request-timeout=${TIMEOUT}s > "$BATS_TEST_TMPDIR/stdout" 2> "$BATS_TEST_TMPDIR/stderr" || status=$?
  end=$EPOCHREALTIME
  milliseconds=$(((${end/./} - ${start/./}) / 1000))
  if ((milliseconds > TIMEOUT * 1000 + 1500)); then
    echo "$KUBECONFIG: mesh-$plugin $* took $milliseconds ms"
    return 1
  fi
  ! grep -F "$TOKEN" "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/stderr"
}

result() { jq -S '{findings, notChecked}' "$BATS_TEST_TMPDIR/stdout"; }

# What is found when nothing is wrong.
healthy() {
  through http2 none
  run_plugin mtls "$@" -o json
  result
}

# complete FAULT [PORT]: the fault makes no difference.
complete() {
  local scope
  for scope in -A --namespace=shop; do
    healthy "$scope" > "$BATS_TEST_TMPDIR/healthy"
    through "${2:-http2}" "$1" "${ADDRESS:-}"
    run_plugin mtls "$scope" -o json
    ((status <= 1)) || { echo "$1: exit $status: $(< "$BATS_TEST_TMPDIR/stderr")"; return 1; }
    diff "$BATS_TEST_TMPDIR/healthy" <(result) || { echo "$1 $scope: not complete"; return 1; }
  done
}

# partial FAULT PATTERN: says of both kinds that are hit that they could not be read, and why; the rest is checked.
partial() {
  local scope kind
  for scope in -A --namespace=shop; do
    through "${3:-http2}" "$1" "${ADDRESS:-}"
    run_plugin mtls "$scope" -o json
    ((status <= 1)) || { echo "$1: exit $status: $(< "$BATS_TEST_TMPDIR/stderr")"; return 1; }
    contains "$(jq -r '.notChecked[] | "\(.kind) \(.reason): \(.message)"' "$BATS_TEST_TMPDIR/stdout")" "^(Pod|DestinationRule) failed: .*$2"
    for kind in Pod DestinationRule; do
      jq -e --arg kind $kind 'any(.notChecked[]; .kind == $kind)' "$BATS_TEST_TMPDIR/stdout" > /dev/null ||
        jq -e 'all(.notChecked[]; .reason == "failed")' "$BATS_TEST_TMPDIR/stdout" > /dev/null
    done
    same "$1 $scope: findings that rest on half a list" "" "$(jq -r '.findings[].code' "$BATS_TEST_TMPDIR/stdout" | grep -v '^LOAD' || true)"
  done
}

# fails FAULT PATTERN [PORT]: nothing can be said but this one sentence.
fails() {
  local scope
  for scope in -A --namespace=shop; do
    through "${3:-http2}" "$1"
    run_plugin mtls "$scope" -o json
    same "$1: exit code" 2 "$status"
    same "$1: stdout" "" "$(< "$BATS_TEST_TMPDIR/stdout")"
    same "$1: lines on stderr" 1 "$(wc -l < "$BATS_TEST_TMPDIR/stderr")"
    contains "$(< "$BATS_TEST_TMPDIR/stderr")" "$2"
  done
}

@test "nothing wrong: as without the server in between, over HTTP/2 and HTTP/1.1" {
  local direct
  as admin
  direct=$(report mtls -A | jq -S '{findings, notChecked}')
  same "HTTP/2" "$direct" "$(healthy -A)"
  complete none http1
}

@test "a connection that breaks once is made again: before the answer, and at each tenth of it" {
  complete reset-headers-once
  complete reset-headers-once http1
  local tenth
  for tenth in {0..9}; do
    complete "reset-body-$tenth-once"
    complete "reset-body-$tenth-once" http1
  done
}

@test "a connection that always breaks is told" {
  partial reset-headers 'closed the connection|--request-timeout'
  partial reset-body-5 'closed the connection|--request-timeout'
}

@test "answers that are cut short are asked for again, and told" {
  local fault
  for fault in cut empty; do
    complete "$fault-once"
    partial "$fault" .
  done
}

@test "compressed answers that are cut short are asked for again, and told" {
  # Nothing is compressed on loopback, which this address is not known for.
  ADDRESS=0.0.0.0
  complete cut-gzip-once
  partial cut-gzip .
}

@test "401, then new credentials; 401 for good" {
  fails 401 'you must be logged in'
  through http2 first-token
  cat > "$BATS_TEST_TMPDIR/plugin" << 'EOF'
#!/bin/sh
echo >> "$0.calls"
printf '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "marked-token-%d"}}\n' "$(wc -l < "$0.calls")"
EOF
  chmod +x "$BATS_TEST_TMPDIR/plugin"
  sed -i "s|token: $TOKEN|exec: {apiVersion: client.authentication.k8s.io/v1, command: $BATS_TEST_TMPDIR/plugin, interactiveMode: Never}|" "$KUBECONFIG"
  run_plugin mtls -A -o json
  result > "$BATS_TEST_TMPDIR/renewed"
  same "calls of the plugin" 2 "$(wc -l < "$BATS_TEST_TMPDIR/plugin.calls")"
  healthy -A | diff - "$BATS_TEST_TMPDIR/renewed"
}

@test "403 for each kind that is read" {
  local plugin resource told
  for plugin in "${PLUGINS[@]}"; do
    for resource in $("kubectl-mesh-$plugin" checks -o rbac | sed -n 's/.*resources: \[\(.*\)\]/\1/p' | tr -d ,); do
      through http2 "403-$resource"
      run_plugin "$plugin" -A -o json
      ((status <= 1))
      told=$(jq -r '.notChecked[] | "\(.reason) \(.message)"' "$BATS_TEST_TMPDIR/stdout")
      if [[ $resource == *monitor* ]]; then
        # No such CRD here, as discovery tells: nothing is missing.
        same "what is said of $resource" "" "$(grep -w -- "$resource" <<< "$told")"
      else
        contains "$told" "forbidden may not list .*\b$resource\b"
      fi
    done
  done
}

@test "404 for what the server says it has" {
  partial 404 'made to fail'
}

@test "pages, and a third page that is gone (410)" {
  complete pages
  complete gone
  complete gone-always
}

@test "too many requests (429)" {
  complete 429-once
  complete 429-wait-once
  partial 429 'made to fail|429'
  partial 429-long 'made to fail|429'
}

@test "server errors pass, or are told" {
  complete 500-once
  complete 500-burst
  complete 503-burst
  partial 500 'made to fail|500'
  partial 503 'made to fail|503'
}

@test "silence ends with --request-timeout" {
  partial stall "--request-timeout=${TIMEOUT}s"
}

@test "silence before the answer ends with --request-timeout" {
  partial stall-headers "--request-timeout=${TIMEOUT}s"
}

@test "an answer byte by byte ends with --request-timeout" {
  partial drip "--request-timeout=${TIMEOUT}s"
}

@test "answers that are no lists" {
  complete garbage-once
  partial garbage .
  partial html-list 'text/html'
  partial status .
  fails html 'proxy'
}

@test "a wrong Content-Type and an unexpected form are read for what they are" {
  complete wrong-type
  complete json
}

@test "certificates that cannot be trusted" {
  fails none 'expired' expired
  fails none '127\.0\.0\.1|elsewhere' elsewhere
  fails none 'certificate' unknown-ca
}

@test "nothing secret is told at -v=9, whatever goes wrong" {
  local fault plugin
  for fault in none json reset-headers reset-body-5 cut empty 401 403-secrets 404 gone 429 500 503 stall drip garbage html html-list status wrong-type; do
    for plugin in mtls certs; do
      through http2 "$fault"
      run_plugin "$plugin" -A -o json -v=9
      contains "$(< "$BATS_TEST_TMPDIR/stderr")" 'XGET '
      same "$fault: private keys" "" \
        "$(grep -aE 'PRIVATE KEY|LS0tLS1CRUdJTiB(QUklW|SU0Eg|FQy)' "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/stderr")"
    done
  done
}

# peak FAULT: the plugin's peak memory in MB.
peak() {
  through http2 "$1"
  /usr/bin/time -o "$BATS_TEST_TMPDIR/time" -f %M kubectl-mesh-mtls -A -o json --request-timeout=60s > "$BATS_TEST_TMPDIR/stdout" 2> "$BATS_TEST_TMPDIR/stderr" || true
  echo $(($(tail -n 1 "$BATS_TEST_TMPDIR/time") / 1024))
}

@test "a gigabyte is read, or given up, in bounded memory" {
  local memory
  memory=$(peak huge)
  echo "peak: $memory MB"
  ((memory < 600))
  contains "$(jq -r '.notChecked[] | "\(.kind) \(.reason): \(.message)"' "$BATS_TEST_TMPDIR/stdout")" 'DestinationRule failed: .*more than 256 MB'
}

@test "an object of a gigabyte is not waited for" {
  local memory
  memory=$(peak huge-object)
  echo "peak: $memory MB"
  ((memory < 100))
  contains "$(jq -r '.notChecked[] | "\(.kind) \(.reason): \(.message)"' "$BATS_TEST_TMPDIR/stdout")" 'Pod failed: .*32 MB'
}

# on_terminal SECONDS COMMAND…: see on-terminal.py; into screen, code and late.
on_terminal() {
  screen=$(python3 "$E2E_TESTS/on-terminal.py" "$@")
  code=$(sed -n '$s/exit \([0-9]*\) after .*/\1/p' <<< "$screen")
  late=$(sed -n '$s/.* after //p' <<< "$screen")
}

@test "a terminal shows the progress after a second, and Ctrl-C ends it at once with 130" {
  through http2 stall
  on_terminal 2 kubectl-mesh-mtls -A
  contains "$screen" 'reading: [0-9]+ of [0-9]+ lists, [0-9]+ objects, [0-9.]+ MB'
  same "exit code" 130 "$code"
  echo "ended after $late ms"
  ((late < 500))
  on_terminal 0.3 kubectl-mesh-mtls -A
  same "exit code" 130 "$code"
  same "progress before a second is over" "" "$(grep reading <<< "$screen" || true)"
}

@test "no terminal, no progress" {
  through http2 stall
  run_plugin mtls -A
  same "stderr" "" "$(grep reading "$BATS_TEST_TMPDIR/stderr" || true)"
}

@test "the progress is gone when the report comes" {
  through http2 500-burst
  on_terminal 30 kubectl-mesh-mtls -A
  contains "$screen" 'reading:'
  same "the last of it" "" "$(tail -n 3 <<< "$screen" | grep reading || true)"
}
