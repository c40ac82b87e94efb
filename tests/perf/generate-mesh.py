#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A mesh of a given size, the same for the same size.

generate-mesh.py files FILE.yaml [--documents N]   the way `kubectl get -o yaml` writes it
generate-mesh.py load CLUSTER [--pods N]           into the API server of tests/e2e/cluster.sh
"""

import argparse
import http.client
import json
import random
import re
import ssl
import threading
import urllib.parse

SERVICES_PER_NAMESPACE = 20
PODS_PER_SERVICE = 5
DOCUMENTS_PER_NAMESPACE = 165  # and a Service more or less
ISTIO = "1.31.4"

WORDS = ("cart checkout catalog payment ledger identity session profile search index pricing quote shipping "
         "inventory order invoice email notify audit report router ingest stream batch feature policy review "
         "rating comment media image thumb cache billing refund tax fraud risk score feed graph tag").split()

RANDOM = random.Random(7)


def letters(count):
    return "".join(RANDOM.choice("bcdfghjklmnpqrstvwxz2456789") for _ in range(count))


def uid():
    digits = f"{RANDOM.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], "4" + digits[13:16], "a" + digits[17:20], digits[20:]))


def meta(name, ns=None, **more):
    return {"name": name, **({"namespace": ns} if ns else {}), **more}


def last_applied(item):
    text = json.dumps(item, separators=(",", ":")) + "\n"
    item["metadata"]["annotations"] = {"kubectl.kubernetes.io/last-applied-configuration": text}
    return item


# ---- core ---------------------------------------------------------------------------------------

def namespace(index):
    name = f"team-{WORDS[index % len(WORDS)]}-{index:03d}"
    labels = {"kubernetes.io/metadata.name": name, "team": WORDS[index % len(WORDS)]}
    if index % 10 != 9:
        labels["istio-injection"] = "enabled"
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": meta(name, labels=labels)}


def http_probe(path, port, **more):
    return {"failureThreshold": 3, "httpGet": {"path": path, "port": port, "scheme": "HTTP"}, "periodSeconds": 10,
            "successThreshold": 1, "timeoutSeconds": 2, **more}


def app_container(app, injected):
    ready, live, port = ("/readyz", "/livez", 8080)
    if injected:
        ready, live, port = (f"/app-health/{app}/readyz", f"/app-health/{app}/livez", 15020)
    return {
        "name": app,
        "image": f"example/{app}:2026.{RANDOM.randint(1, 12)}",
        "imagePullPolicy": "IfNotPresent",
        "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"},
                  {"containerPort": 9090, "name": "http-metrics", "protocol": "TCP"}],
        "env": [{"name": "LOG_LEVEL", "value": "info"}, {"name": "REGION", "value": "eu-central-1"},
                {"name": "DB_HOST", "value": f"{app}-db.example.net"},
                {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"key": "password", "name": f"{app}-db"}}},
                {"name": "OTEL_RESOURCE_ATTRIBUTES", "value": f"service.name={app}"}],
        "readinessProbe": http_probe(ready, port),
        "livenessProbe": http_probe(live, port, initialDelaySeconds=10),
        "resources": {"limits": {"memory": "1Gi"}, "requests": {"cpu": "250m", "memory": "512Mi"}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "runAsNonRoot": True},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        "volumeMounts": [{"mountPath": "/tmp", "name": "tmp"}],
    }


def proxy_containers(ns, app):
    field = lambda path: {"fieldRef": {"apiVersion": "v1", "fieldPath": path}}
    image = f"istio/proxyv2:{ISTIO}"
    resources = {"limits": {"cpu": "2", "memory": "1Gi"}, "requests": {"cpu": "100m", "memory": "128Mi"}}
    init = {
        "name": "istio-init", "image": image, "imagePullPolicy": "IfNotPresent", "resources": resources,
        "args": ["istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT", "-i", "*", "-x", "",
                 "-b", "*", "-d", "15090,15021,15020"],
        "securityContext": {"capabilities": {"add": ["NET_ADMIN", "NET_RAW"], "drop": ["ALL"]}, "runAsNonRoot": False,
                            "runAsUser": 0},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
    }
    proxy = {
        "name": "istio-proxy", "image": image, "imagePullPolicy": "IfNotPresent", "resources": resources,
        "restartPolicy": "Always",
        "args": ["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--proxyLogLevel=warning",
                 "--proxyComponentLogLevel=misc:error", "--log_output_level=default:info"],
        "env": [{"name": "PILOT_CERT_PROVIDER", "value": "istiod"},
                {"name": "CA_ADDR", "value": "istiod.istio-system.svc:15012"},
                {"name": "POD_NAME", "valueFrom": field("metadata.name")},
                {"name": "POD_NAMESPACE", "valueFrom": field("metadata.namespace")},
                {"name": "INSTANCE_IP", "valueFrom": field("status.podIP")},
                {"name": "SERVICE_ACCOUNT", "valueFrom": field("spec.serviceAccountName")},
                {"name": "HOST_IP", "valueFrom": field("status.hostIP")},
                {"name": "PROXY_CONFIG", "value": "{}\n"},
                {"name": "ISTIO_META_CLUSTER_ID", "value": "Kubernetes"},
                {"name": "ISTIO_META_INTERCEPTION_MODE", "value": "REDIRECT"},
                {"name": "ISTIO_META_WORKLOAD_NAME", "value": app},
                {"name": "ISTIO_META_OWNER", "value": f"kubernetes://apis/apps/v1/namespaces/{ns}/deployments/{app}"},
                {"name": "ISTIO_META_MESH_ID", "value": "cluster.local"},
                {"name": "TRUST_DOMAIN", "value": "cluster.local"}],
        "ports": [{"containerPort": 15090, "name": "http-envoy-prom", "protocol": "TCP"}],
        "readinessProbe": http_probe("/healthz/ready", 15021),
        "startupProbe": http_probe("/healthz/ready", 15021),
        "securityContext": {"capabilities": {"drop": ["ALL"]}, "runAsGroup": 1337, "runAsNonRoot": True, "runAsUser": 1337},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        "volumeMounts": [{"mountPath": "/var/run/secrets/istio", "name": "istiod-ca-cert"},
                         {"mountPath": "/etc/istio/proxy", "name": "istio-envoy"},
                         {"mountPath": "/var/run/secrets/tokens", "name": "istio-token"}],
    }
    return [init, proxy]


PROXY_VOLUMES = [
    {"emptyDir": {"medium": "Memory"}, "name": "istio-envoy"},
    {"name": "istio-token", "projected": {"defaultMode": 420, "sources": [
        {"serviceAccountToken": {"audience": "istio-ca", "expirationSeconds": 43200, "path": "istio-token"}}]}},
    {"configMap": {"defaultMode": 420, "name": "istio-ca-root-cert"}, "name": "istiod-ca-cert"},
]


def container_status(container, state):
    image = container["image"]
    running = "running" in state
    return {"containerID": "containerd://" + f"{RANDOM.getrandbits(256):064x}", "image": image,
            "imageID": image.rsplit(":", 1)[0] + "@sha256:" + f"{RANDOM.getrandbits(256):064x}", "lastState": {},
            "name": container["name"], "ready": "waiting" not in state, "restartCount": 0, "started": running,
            "state": state}


def pod_status(spec, address, healthy):
    since = "2026-11-02T08:14:00Z"
    running = {"running": {"startedAt": since}}
    broken = {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s restarting failed container"}}
    ended = {"terminated": {"exitCode": 0, "finishedAt": since, "reason": "Completed", "startedAt": since}}
    conditions = [{"lastProbeTime": None, "lastTransitionTime": since, "type": kind,
                   "status": "True" if healthy or kind in ("Initialized", "PodScheduled") else "False"}
                  for kind in ("Initialized", "Ready", "ContainersReady", "PodScheduled")]
    status = {"phase": "Running", "conditions": conditions, "hostIP": "10.0.0.7", "podIP": address,
              "podIPs": [{"ip": address}], "qosClass": "Burstable", "startTime": since,
              "containerStatuses": [container_status(c, running if healthy else broken) for c in spec["containers"]]}
    if "initContainers" in spec:
        status["initContainerStatuses"] = [
            container_status(c, running if "restartPolicy" in c else ended) for c in spec["initContainers"]]
    return status


def pod(ns, app, version, replica_set, injected):
    labels = {"app": app, "app.kubernetes.io/name": app, "app.kubernetes.io/managed-by": "Helm", "version": version,
              "pod-template-hash": replica_set["name"].rsplit("-", 1)[1]}
    annotations = {"prometheus.io/port": "15020", "prometheus.io/scrape": "true"}
    spec = {"containers": [app_container(app, injected)], "dnsPolicy": "ClusterFirst", "enableServiceLinks": True,
            "nodeName": f"node-{RANDOM.randint(1, 200)}", "restartPolicy": "Always", "schedulerName": "default-scheduler",
            "serviceAccountName": app, "terminationGracePeriodSeconds": 30, "volumes": [{"emptyDir": {}, "name": "tmp"}]}
    if injected:
        spec["initContainers"] = proxy_containers(ns, app)
        spec["volumes"] = PROXY_VOLUMES + spec["volumes"]
        labels.update({"security.istio.io/tlsMode": "istio", "service.istio.io/canonical-name": app,
                       "service.istio.io/canonical-revision": version})
        annotations.update({"istio.io/rev": "default", "sidecar.istio.io/status": json.dumps(
            {"initContainers": ["istio-init", "istio-proxy"], "containers": None,
             "volumes": ["istio-envoy", "istio-token", "istiod-ca-cert"], "imagePullSecrets": None, "revision": "default"},
            separators=(",", ":"))})
    address = f"10.{RANDOM.randint(64, 127)}.{RANDOM.randint(0, 255)}.{RANDOM.randint(1, 254)}"
    owner = {"apiVersion": "apps/v1", "blockOwnerDeletion": True, "controller": True, "kind": "ReplicaSet", **replica_set}
    return {"apiVersion": "v1", "kind": "Pod",
            "metadata": meta(f"{replica_set['name']}-{letters(5)}", ns, labels=labels, annotations=annotations,
                             ownerReferences=[owner]),
            "spec": spec, "status": pod_status(spec, address, RANDOM.random() >= 0.01)}


def service(ns, app, labels):
    name = "http" if RANDOM.random() < 0.9 else "web"
    return {"apiVersion": "v1", "kind": "Service", "metadata": meta(app, ns, labels=labels),
            "spec": {"type": "ClusterIP", "selector": {"app": app}, "ports": [
                {"name": name, "port": 80, "protocol": "TCP", "targetPort": "http"},
                {"name": "http-metrics", "port": 9090, "protocol": "TCP", "targetPort": 9090}]}}


def endpoint_slice(ns, app, port_name, pods):
    def endpoint(item):
        ready = item["status"]["conditions"][1]["status"] == "True"
        return {"addresses": [item["status"]["podIP"]],
                "conditions": {"ready": ready, "serving": ready, "terminating": False},
                "nodeName": item["spec"]["nodeName"],
                "targetRef": {"kind": "Pod", "name": item["metadata"]["name"], "namespace": ns, "uid": uid()}}
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": meta(f"{app}-{letters(5)}", ns, labels={
                "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                "kubernetes.io/service-name": app}),
            "addressType": "IPv4", "endpoints": [endpoint(item) for item in pods],
            "ports": [{"name": port_name, "port": 8080, "protocol": "TCP"},
                      {"name": "http-metrics", "port": 9090, "protocol": "TCP"}]}


# ---- Istio --------------------------------------------------------------------------------------

def destination_rule(ns, app, versions, labels):
    host = f"{app}.{ns}.svc.cluster.local" if RANDOM.random() > 0.02 else f"{app}-typo"
    mode = "ISTIO_MUTUAL" if RANDOM.random() > 0.03 else "DISABLE"
    return last_applied({
        "apiVersion": "networking.istio.io/v1", "kind": "DestinationRule", "metadata": meta(app, ns, labels=labels),
        "spec": {"host": host, "subsets": [{"name": v, "labels": {"version": v}} for v in versions], "trafficPolicy": {
            "connectionPool": {"tcp": {"maxConnections": 200, "connectTimeout": "2s"}, "http": {"http2MaxRequests": 1000}},
            "loadBalancer": {"simple": "LEAST_REQUEST"},
            "outlierDetection": {"consecutive5xxErrors": 7, "interval": "30s", "baseEjectionTime": "60s"},
            "tls": {"mode": mode}}}})


def virtual_service(ns, app, versions, labels, public):
    host = f"{app}.{ns}.svc.cluster.local"
    destination = lambda version: {"host": host, "port": {"number": 80}, "subset": version}
    spec = {"hosts": [host], "http": [
        {"name": "canary", "match": [{"headers": {"x-canary": {"exact": "always"}}, "uri": {"prefix": "/api/"}}],
         "route": [{"destination": destination(versions[-1])}], "timeout": "5s"},
        {"name": "default", "timeout": "10s", "retries": {"attempts": 3, "perTryTimeout": "3s", "retryOn": "5xx"},
         "route": [{"destination": destination(v), "weight": 100 // len(versions)} for v in versions]}]}
    if public:
        spec["hosts"].append(f"{app}.{ns}.example.com")
        spec["gateways"] = [f"{ns}/ingress", "mesh"]
    return last_applied({"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
                         "metadata": meta(app, ns, labels=labels), "spec": spec})


def team_objects(ns, index, names):
    """What a namespace has once."""
    networking = "networking.istio.io/v1"
    return [
        {"apiVersion": networking, "kind": "Gateway", "metadata": meta("ingress", ns),
         "spec": {"selector": {"istio": "ingressgateway"}, "servers": [
             {"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "hosts": [f"*.{ns}.example.com"]}]}},
        {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": meta("default", ns),
         "spec": {"mtls": {"mode": "STRICT" if index % 7 else "PERMISSIVE"}}},
        {"apiVersion": networking, "kind": "ServiceEntry", "metadata": meta("partner", ns),
         "spec": {"hosts": [f"api.{ns}.partner.example.net"], "location": "MESH_EXTERNAL", "resolution": "DNS",
                  "ports": [{"number": 443, "name": "tls", "protocol": "TLS"}]}},
        {"apiVersion": networking, "kind": "Sidecar", "metadata": meta("default", ns),
         "spec": {"egress": [{"hosts": ["./*", "istio-system/*", f"{names[(index + 1) % len(names)]}/*"]}]}},
    ]


# ---- the mesh -----------------------------------------------------------------------------------

def app_objects(ns, index, number, injected):
    """A Service with its pods, and for every second one its routing."""
    app = f"{WORDS[(index * 3 + number) % len(WORDS)]}-{WORDS[(index + number * 7) % len(WORDS)]}-{number:02d}"
    labels = {"app": app, "app.kubernetes.io/name": app, "app.kubernetes.io/managed-by": "Helm"}
    versions = ["v1", "v2"] if number % 4 == 0 else ["v1"]
    replica_sets = {v: {"name": f"{app}-{v}-{letters(9)}", "uid": uid()} for v in versions}
    pods = [pod(ns, app, v, replica_sets[v], injected) for v in (versions * PODS_PER_SERVICE)[:PODS_PER_SERVICE]]
    front = service(ns, app, labels)
    yield front
    yield from pods
    yield endpoint_slice(ns, app, front["spec"]["ports"][0]["name"], pods)
    if number % 2 == 0:
        yield destination_rule(ns, app, versions, labels)
        yield virtual_service(ns, app, versions, labels, number % 4 == 0)


def mesh(count):
    """Namespaces first."""
    spaces = [namespace(i) for i in range(count)]
    names = [item["metadata"]["name"] for item in spaces]
    yield from spaces
    for index, (ns, item) in enumerate(zip(names, spaces)):
        yield from team_objects(ns, index, names)
        for number in range(SERVICES_PER_NAMESPACE):
            yield from app_objects(ns, index, number, "istio-injection" in item["metadata"]["labels"])


# ---- as YAML ------------------------------------------------------------------------------------

# What kubectl leaves bare; all else stands between double quotes, which JSON and YAML share.
BARE = re.compile(r"^[A-Za-z/_][A-Za-z0-9_./-]*$")
WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def scalar(value):
    if isinstance(value, str) and BARE.match(value) and value.lower() not in WORDS_OF_YAML:
        return value
    return json.dumps(value)


def yaml_lines(value, indent=""):
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from entry(indent + scalar(key) + ":", value[key], indent)
    elif isinstance(value, list) and value:
        for item in value:
            lines = list(yaml_lines(item, indent + "  "))
            yield indent + "- " + lines[0].lstrip()
            yield from lines[1:]
    else:
        yield indent + scalar(value)


def entry(head, value, indent):
    if isinstance(value, dict) and value:
        yield head
        yield from yaml_lines(value, indent + "  ")
    elif isinstance(value, list) and value:
        yield head
        yield from yaml_lines(value, indent)
    else:
        yield f"{head} {scalar(value)}"


def write_files(path, documents):
    with open(path, "w", encoding="utf-8") as out:
        for number, item in enumerate(mesh(documents // DOCUMENTS_PER_NAMESPACE + 1)):
            if number == documents:
                break
            out.write("---\n" + "\n".join(yaml_lines(item)) + "\n")


# ---- into an API server -------------------------------------------------------------------------

PLURALS = {"EndpointSlice": "endpointslices", "PeerAuthentication": "peerauthentications",
           "VirtualService": "virtualservices", "ServiceEntry": "serviceentries"}


def path_of(item):
    version, ns = item["apiVersion"], item["metadata"].get("namespace")
    prefix = ("/apis/" if "/" in version else "/api/") + version
    return prefix + (f"/namespaces/{ns}" if ns else "") + "/" + PLURALS.get(item["kind"], item["kind"].lower() + "s")


class Client:
    def __init__(self, cluster):
        with open(f"{cluster}/admin.kubeconfig", encoding="utf-8") as file:
            url = urllib.parse.urlparse(re.search(r"server: (\S+)", file.read()).group(1))
        context = ssl.create_default_context(cafile=f"{cluster}/pki/ca.crt")
        context.load_cert_chain(f"{cluster}/pki/admin.crt", f"{cluster}/pki/admin.key")
        self.connection = http.client.HTTPSConnection(url.hostname, url.port, context=context, timeout=60)

    def send(self, method, path, item):
        self.connection.request(method, path, json.dumps(item), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        body = response.read()
        if response.status not in (200, 201):
            raise RuntimeError(f"{method} {path}: {response.status} {body[:300]}")
        return json.loads(body)

    def create(self, item):
        path = path_of(item)
        created = self.send("POST", path, item)
        if "status" in item:
            created["status"] = item["status"]
            self.send("PUT", f"{path}/{item['metadata']['name']}/status", created)


def create_all(cluster, items, errors):
    client = Client(cluster)
    try:
        for item in items:
            client.create(item)
    except (OSError, RuntimeError) as error:
        errors.append(error)


def load(cluster, pods, threads=4):
    items = list(mesh(-(-pods // (SERVICES_PER_NAMESPACE * PODS_PER_SERVICE))))
    spaces = [item for item in items if item["kind"] == "Namespace"]
    rest = items[len(spaces):]
    errors = []
    create_all(cluster, spaces, errors)
    workers = [threading.Thread(target=create_all, args=(cluster, rest[i::threads], errors)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise SystemExit(f"generate-mesh.py: {errors[0]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    files = verbs.add_parser("files")
    files.add_argument("path")
    files.add_argument("--documents", type=int, default=10_000)
    cluster = verbs.add_parser("load")
    cluster.add_argument("cluster")
    cluster.add_argument("--pods", type=int, default=1_000)
    options = parser.parse_args()
    if options.verb == "files":
        write_files(options.path, options.documents)
    else:
        load(options.cluster, options.pods)


if __name__ == "__main__":
    main()
