# What admission did with a pod, in the words of `why`.

# Whose "no" an error of the API server is; null for none, the error itself if it is another.
def denied_by:
  if . == null then null
  elif test("denied the request") then "injector"
  elif test("failed calling webhook") then "call"
  elif test("violates PodSecurity") then "podsecurity"
  elif test("is invalid") then "validation"
  else . end;

def container_names(list): [.spec[list][]?.name];
def status: .metadata.annotations["sidecar.istio.io/status"];

# The names that are new in $made.
def added($sent; $made; list): ($made | container_names(list)) - ($sent | container_names(list));

# Of {made, error}: the pod that was made of $sent, or else the server's error.
def what_was_done($sent; $called):
  .made as $made
  | ($made | status) as $status
  | ($status != null and $status != ($sent | status)) as $injected
  | {
      injected: $injected,
      revision: (if $injected then $status | fromjson | .revision else null end),
      containers: (added($sent; $made; "initContainers") + added($sent; $made; "containers")),
      deniedBy: (.error | denied_by),
      webhooksCalled: $called
    };

# Of audit records: {"namespace/name": ["configuration/webhook", …]} for each pod that was created, in the order of the calls.
def called_webhooks:
  map(select(.verb == "create" and .objectRef.resource == "pods" and .objectRef.subresource == null)
    | {
        key: "\(.objectRef.namespace)/\(.objectRef.name)",
        value: [
          .annotations // {} | to_entries[]
          | select(.key | startswith("mutation.webhook.admission.k8s.io/"))
          | {at: [.key | scan("[0-9]+") | tonumber], call: (.value | fromjson)}
        ] | sort_by(.at) | map("\(.call.configuration)/\(.call.webhook)")
      })
  | from_entries;
