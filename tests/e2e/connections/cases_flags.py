# SPDX-License-Identifier: Apache-2.0
"""kubectl's connection flags, in all their spellings."""

from case import Case, config, two

CONFIG = {"config": config(ns="shop")}
JANE = {"client-certificate-data": "<jane.crt.data>", "client-key-data": "<jane.key.data>"}
CERTIFICATE = {"config": config(user=JANE)}
BASIC = {"config": config(user={"username": "joe", "password": "SECRET-password"})}
IMPERSONATING = {"config": config(user={"token": "SECRET-one", "as": "kim", "as-uid": "7", "as-groups": ["staff"], "as-user-extra": {"reason": ["old"]}})}

CASES = [
    # Spellings
    Case("-n", CONFIG, "-n other"),
    Case("-nother", CONFIG, "-nother"),
    Case("-n=other", CONFIG, "-n=other"),
    Case("--namespace other", CONFIG, "--namespace other"),
    Case("--namespace=other", CONFIG, "--namespace=other"),
    Case("flags before the arguments", CONFIG, "--namespace other --token SECRET-flag", before=True),
    Case("flags with = before the arguments", CONFIG, "--namespace=other --token=SECRET-flag -s=<https>/flag", before=True),
    Case("an underscore for a hyphen", {"config": config(cluster={"certificate-authority": "nope"})}, "--certificate_authority <ca.crt>"),
    Case("a flag given twice: the last wins", CONFIG, "-n one -n two"),
    Case("an empty namespace is as none", CONFIG, "-n ''"),
    Case("a flag without its value", CONFIG, "--namespace", says=("--namespace",)),
    Case("an unknown flag", CONFIG, "--bogus", says=("--bogus",)),
    Case("an abbreviated flag is unknown", CONFIG, "--namesp other", says=("--namesp",)),
    Case("a boolean with a space takes no value", CONFIG, "--insecure-skip-tls-verify=perhaps", says=("perhaps", "insecure-skip-tls-verify")),

    # Server
    Case("-s", CONFIG, "-s <https>/flag"),
    Case("--server", CONFIG, "--server <https>/flag"),
    Case("--server=", CONFIG, "--server=<https>/flag"),
    Case("--server without a kubeconfig", {}, "--server <http>/flag"),
    Case("--server of https without a kubeconfig", {}, "--server <https> --certificate-authority <ca.crt> --token SECRET-flag"),
    Case("--server drops the cluster's tls-server-name", {"config": config(cluster={"tls-server-name": "nope.example.com"})}, "--server <https>"),
    Case("--server keeps a tls-server-name of its own", CONFIG, "--server <elsewhere> --tls-server-name api.example.com"),
    Case("--server keeps the cluster's proxy", {"config": config(cluster={"proxy-url": "http://<proxy>"})}, "--server https://api.internal:<https-port>"),
    Case("--server that is no URL", CONFIG, "--server 'https://a b'", says=("a b|URL|host",)),

    # Trust
    Case("--certificate-authority replaces the cluster's", {"config": config(cluster={"certificate-authority": "<other-ca.crt>"})}, "--certificate-authority <ca.crt>"),
    Case("--certificate-authority replaces the cluster's data", {"config": config(cluster={"certificate-authority-data": "<other-ca.crt.data>"})},
         "--certificate-authority=<ca.crt>"),
    Case("--certificate-authority beats the cluster's insecure-skip-tls-verify",
         {"config": config(cluster={"insecure-skip-tls-verify": True, "certificate-authority": ""})}, "--certificate-authority <other-ca.crt>", says=("certificate",)),
    Case("--certificate-authority of a missing file", CONFIG, "--certificate-authority nope", says=("nope", "no such file", "certificate-authority")),
    Case("--certificate-authority that is a pipe", CONFIG, "--certificate-authority <(cat <ca.crt>)"),
    Case("--insecure-skip-tls-verify", {"config": config(server="<other-ca>")}, "--insecure-skip-tls-verify"),
    Case("--insecure-skip-tls-verify=true", {"config": config(server="<other-ca>")}, "--insecure-skip-tls-verify=true"),
    Case("--insecure-skip-tls-verify=false unsets nothing", {"config": config(server="<other-ca>", cluster={"insecure-skip-tls-verify": True, "certificate-authority": ""})},
         "--insecure-skip-tls-verify=false"),
    Case("--insecure-skip-tls-verify with --certificate-authority", CONFIG, "--insecure-skip-tls-verify --certificate-authority <ca.crt>", says=("insecure",)),
    Case("--insecure-skip-tls-verify sends SNI and certificate all the same", {"config": config(server="https://localhost:<other-ca-port>", user=JANE)},
         "--insecure-skip-tls-verify"),
    Case("--tls-server-name", {"config": config(server="<elsewhere>")}, "--tls-server-name api.example.com"),
    Case("--tls-server-name that the certificate lacks", CONFIG, "--tls-server-name nope.example.com", says=("nope.example.com", "tls-server-name")),

    # Who
    Case("--token replaces the user's", CONFIG, "--token SECRET-flag"),
    Case("--token goes beside a client certificate", CERTIFICATE, "--token SECRET-flag"),
    Case("--token beats a credential plugin", {"config": config(user={"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "nope", "interactiveMode": "Never"}})},
         "--token SECRET-flag"),
    Case("--token against basic authentication", BASIC, "--token SECRET-flag", says=("token", "basic", "one")),
    Case("--username and --password", {"config": config(user={})}, "--username joe --password SECRET-password"),
    Case("--username and --password replace the user's", BASIC, "--username=kim --password=SECRET-other"),
    Case("--username alone replaces the name", BASIC, "--username kim"),
    Case("--username and --password against a token", CONFIG, "--username joe --password SECRET-password", says=("token", "basic", "one")),
    Case("--client-certificate and --client-key", {"config": config(user={})}, "--client-certificate <jane.crt> --client-key <jane.key>"),
    Case("--client-certificate and --client-key replace data", CERTIFICATE, "--client-certificate=<joe.crt> --client-key=<joe.key>"),
    Case("--client-certificate and --client-key that are pipes", {"config": config(user={})}, "--client-certificate <(cat <jane.crt>) --client-key <(cat <jane.key>)",
         differs="kubectl reads these files twice, and a pipe has its content only once"),
    Case("--client-certificate alone", {"config": config(user={})}, "--client-certificate <jane.crt>", says=("client-key", "one")),
    Case("--client-key alone is not used", CONFIG, "--client-key <jane.key>"),
    Case("--client-certificate beside the user's token", CONFIG, "--client-certificate <jane.crt> --client-key <jane.key>"),
    Case("--client-certificate of a missing file", CONFIG, "--client-certificate nope --client-key <jane.key>", says=("nope", "no such file", "client-cert", "one")),
    Case("--client-key of another pair", CONFIG, "--client-certificate <jane.crt> --client-key <joe.key>", says=("client-certificate", "client-key", "one")),

    # Impersonation
    Case("--as", CONFIG, "--as kim"),
    Case("--as=, --as-group and --as-uid", CONFIG, "--as=kim --as-group=staff --as-group admins --as-uid 17"),
    Case("--as-group is not split at commas", CONFIG, "--as kim --as-group a,b"),
    Case("--as-user-extra", CONFIG, "--as kim --as-user-extra reason=a --as-user-extra=reason=b --as-user-extra 'Acme.com/Proj%X y=1=2'"),
    Case("--as-user-extra without =", CONFIG, "--as kim --as-user-extra nothing"),
    Case("--as-group alone", CONFIG, "--as-group staff", says=("groups", "impersonat", "one")),
    Case("--as-uid alone", CONFIG, "--as-uid 1", says=("uid", "impersonat")),
    Case("--as-user-extra alone", CONFIG, "--as-user-extra a=b", says=("extra", "impersonat")),
    Case("--as of a service account", CONFIG, "--as system:serviceaccount:shop:default"),
    Case("--as with a line break", CONFIG, "--as $'kim\\nX: y'", says=("Impersonate-User|header",)),
    Case("the kubeconfig's impersonation", IMPERSONATING),
    Case("--as replaces the kubeconfig's name only", IMPERSONATING, "--as lee"),
    Case("--as-group replaces the kubeconfig's groups", IMPERSONATING, "--as-group admins"),
    Case("--as-user-extra goes beside the kubeconfig's", IMPERSONATING, "--as-user-extra new=1"),
    Case("--as-user-extra replaces the kubeconfig's of the same key", IMPERSONATING, "--as-user-extra reason=1"),
    Case("an empty --as is as none", IMPERSONATING, "--as ''"),
    Case("impersonation over plain http", {"config": config(server="<http>")}, "--as kim --as-group staff"),

    # Time
    Case("--request-timeout in seconds", CONFIG, "--request-timeout 5"),
    Case("--request-timeout=1m30s", CONFIG, "--request-timeout=1m30s"),
    Case("--request-timeout 1500ms", CONFIG, "--request-timeout 1500ms"),
    Case("--request-timeout 1.5h", CONFIG, "--request-timeout 1.5h"),
    Case("--request-timeout 0", CONFIG, "--request-timeout 0"),
    Case("--request-timeout 0s", CONFIG, "--request-timeout 0s"),
    Case("--request-timeout that is none", CONFIG, "--request-timeout soon", says=("soon", "timeout")),
    Case("--request-timeout below zero", CONFIG, "--request-timeout=-5", says=("-5", "timeout")),
    Case("--request-timeout with a stray unit", CONFIG, "--request-timeout 5x", says=("5x", "timeout")),
    Case("an empty --request-timeout", CONFIG, "--request-timeout ''"),

    # The rest of kubectl's flags
    Case("--disable-compression", {"config": config(server="https://api.internal:<https-port>", cluster={"proxy-url": "http://<proxy>"})}, "--disable-compression"),
    Case("without --disable-compression", {"config": config(server="https://api.internal:<https-port>", cluster={"proxy-url": "http://<proxy>"})}),
    Case("the cluster's disable-compression", {"config": config(server="https://api.internal:<https-port>", cluster={"proxy-url": "http://<proxy>", "disable-compression": True})}),
    Case("--cache-dir", CONFIG, "--cache-dir cache"),
    Case("--cache-dir=", CONFIG, "--cache-dir=cache"),
    Case("-v", CONFIG, "-v 2"),
    Case("-v2", CONFIG, "-v2"),
    Case("-v=2", CONFIG, "-v=2"),
    Case("--v=2", CONFIG, "--v=2"),
    Case("--v 2", CONFIG, "--v 2"),
    Case("-v that is no number", CONFIG, "-v=much", says=("much", "v")),
    Case("--vmodule", CONFIG, "--vmodule=round_trippers=6"),
    Case("--log-flush-frequency", CONFIG, "--log-flush-frequency=1s"),
    Case("--log-flush-frequency that is none", CONFIG, "--log-flush-frequency=soon", says=("soon", "log-flush-frequency")),
    Case("--warnings-as-errors without warnings", CONFIG, "--warnings-as-errors"),
    Case("--warnings-as-errors", {"config": config(server="<https>/warnings")}, "--warnings-as-errors", says=("warning",)),
    Case("--profile=none", CONFIG, "--profile=none"),
    Case("--profile=cpu", CONFIG, "--profile=cpu --profile-output=profile", says=("profile",), differs="kubectl profiles itself; a plugin refuses, for it would write no profile"),
    Case("--match-server-version", CONFIG, "--match-server-version=false"),
    Case("--match-server-version of another server", CONFIG, "--match-server-version", says=("match-server-version",),
         differs="kubectl compares its own version with the server's; a plugin has none, and refuses"),
    Case("--kuberc of a missing file", CONFIG, "--kuberc nope", says=("nope", "kuberc")),

    # Everything at once
    Case("flags of all kinds together", {"config": two()}, "--context two --cluster one --user one -n third --token SECRET-flag "
         "--as kim --as-group g --request-timeout 9 --tls-server-name localhost --certificate-authority <ca.crt> --client-certificate <jane.crt> "
         "--client-key <jane.key> -s https://127.0.0.1:<https-port>/all --cache-dir c -v 1"),
    Case("a whole connection by flags alone", {}, "-s <https>/flags --certificate-authority <ca.crt> --token SECRET-flag -n shop --as kim"),
]
