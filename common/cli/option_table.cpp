// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/cli/options.h"
#include "common/cli/plugin.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"
#include "common/cli/vocabulary.h"

#include <algorithm>
#include <array>

namespace mesh::cli {
namespace {

using Takes = OptionSpec::Takes;
using Group = OptionSpec::Group;

void append_list(std::vector<std::string>& list, const std::string& value) {
  for (const std::string_view item : split(value, ',')) {
    if (!trim(item).empty()) {
      list.emplace_back(trim(item));
    }
  }
}

Severity parse_severity(std::string_view flag, const std::string& value) {
  one_of(flag, value, find_word("SEVERITY").choices);
  if (value == text(Severity::Error)) {
    return Severity::Error;
  }
  return value == text(Severity::Warning) ? Severity::Warning : Severity::Info;
}

std::optional<Severity> parse_threshold(const std::string& value) {
  one_of("fail-on", value, find_word("SEVERITY|never").choices);
  return value == "never" ? std::nullopt : std::optional(parse_severity("fail-on", value));
}

// A table is what text is where there are rows.
std::string parse_output(const std::string& value) {
  const std::string format = to_lower(value);
  return format == "table" ? "text" : format;
}

int parse_days(const std::string& value) {
  const auto days = parse_number(value);
  if (!days || *days < 0 || *days > 36500) {
    throw UsageError("invalid value \"{}\" for --min-days: it must be a number of days", value);
  }
  return static_cast<int>(*days);
}

bool is_true(const std::string& value) {
  return value == "true";
}

// clang-format off
constexpr std::array kTable{
    OptionSpec{"namespace", 'n', Takes::Value, "NAMESPACE", "the namespace to look at (default: that of the current context; with -f: all)", Group::Scope,
               [](Options& o, const std::string& v) { o.connection.ns = v; }},
    OptionSpec{"all-namespaces", 'A', Takes::Nothing, "", "look at all namespaces", Group::Scope,
               [](Options& o, const std::string& v) { o.all_namespaces = is_true(v); }},
    OptionSpec{"filename", 'f', Takes::Value, "MANIFEST", "analyse manifests instead of a cluster: a file, a directory, a glob or -; repeatable, comma lists", Group::Scope,
               [](Options& o, const std::string& v) { append_list(o.files, v); }},
    OptionSpec{"recursive", 'R', Takes::Nothing, "", "also read the folders in a directory given with -f", Group::Scope,
               [](Options& o, const std::string& v) { o.recursive = is_true(v); }},
    OptionSpec{"istio-namespace", 'i', Takes::Value, "NAMESPACE", "where the control plane runs (default istio-system)", Group::Scope,
               [](Options& o, const std::string& v) { o.istio_namespace = v; }},

    OptionSpec{"output", 'o', Takes::Value, "FORMAT", "how it is printed", Group::Always,
               [](Options& o, const std::string& v) { o.output = parse_output(v); }},
    OptionSpec{"severity", 0, Takes::Value, "SEVERITY", "the least severe finding that is shown: error, warning or info (default info)", Group::Report,
               [](Options& o, const std::string& v) { o.severity = parse_severity("severity", v); }},
    OptionSpec{"fail-on", 0, Takes::Value, "SEVERITY|never", "the least severe finding that makes the exit code 1: error, warning, info or never (default error)", Group::Report,
               [](Options& o, const std::string& v) { o.fail_on = parse_threshold(v); }},
    OptionSpec{"only", 0, Takes::Value, "CODES", "run these checks only", Group::Report,
               [](Options& o, const std::string& v) { append_list(o.only, v); }},
    OptionSpec{"skip", 0, Takes::Value, "CODES", "do not run these checks", Group::Report,
               [](Options& o, const std::string& v) { append_list(o.skip, v); }},
    OptionSpec{"strict", 0, Takes::Nothing, "", "exit with 3 if something could not be checked", Group::Print,
               [](Options& o, const std::string& v) { o.strict = is_true(v); }},
    OptionSpec{"color", 0, Takes::Value, "WHEN", "when to print in colour: auto, always or never", Group::Print,
               [](Options& o, const std::string& v) { o.color = one_of("color", v, find_word("WHEN").choices); }},
    OptionSpec{"help", 'h', Takes::Nothing, "", "print this help", Group::Always,
               [](Options& o, const std::string& v) { o.help = is_true(v); }},

    OptionSpec{"kubeconfig", 0, Takes::Value, "FILE", "path to the kubeconfig file", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.kubeconfig = v; }},
    OptionSpec{"context", 0, Takes::Value, "CONTEXT", "the kubeconfig context to use", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.context = v; }},
    OptionSpec{"cluster", 0, Takes::Value, "CLUSTER", "the kubeconfig cluster to use", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.cluster = v; }},
    OptionSpec{"user", 0, Takes::Value, "USER", "the kubeconfig user to use", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.user = v; }},
    OptionSpec{"server", 's', Takes::Value, "ADDRESS", "address of the API server", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.server = v; }},
    OptionSpec{"token", 0, Takes::Value, "TOKEN", "bearer token", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.token = v; }},
    OptionSpec{"client-certificate", 0, Takes::Value, "FILE", "client certificate", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.client_certificate = v; }},
    OptionSpec{"client-key", 0, Takes::Value, "FILE", "client key", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.client_key = v; }},
    OptionSpec{"certificate-authority", 0, Takes::Value, "FILE", "certificate of the API server's authority", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.certificate_authority = v; }},
    OptionSpec{"tls-server-name", 0, Takes::Value, "NAME", "name to expect in the API server's certificate", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.tls_server_name = v; }},
    OptionSpec{"insecure-skip-tls-verify", 0, Takes::Nothing, "", "do not verify the API server's certificate", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.insecure_skip_tls_verify = is_true(v); }},
    OptionSpec{"disable-compression", 0, Takes::Nothing, "", "do not ask for compressed answers", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.disable_compression = is_true(v); }},
    OptionSpec{"request-timeout", 0, Takes::Value, "TIME", "how long one request may take: 1s, 2m, 3h; 0 is for ever", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.request_timeout = v; }},
    OptionSpec{"as", 0, Takes::Value, "USERNAME", "user to impersonate", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.as = v; }},
    OptionSpec{"as-uid", 0, Takes::Value, "UID", "UID to impersonate", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.as_uid = v; }},
    OptionSpec{"as-group", 0, Takes::Value, "GROUP", "group to impersonate; repeatable", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.as_groups.push_back(v); }},
    OptionSpec{"as-user-extra", 0, Takes::Value, "KEY=VALUE", "extra information to impersonate; repeatable", Group::Connection,
               [](Options& o, const std::string& v) { o.connection.as_user_extra.push_back(v); }},

    OptionSpec{"min-days", 0, Takes::Value, "DAYS", "warn of certificates that expire sooner than this (default 30)", Group::Report,
               [](Options& o, const std::string& v) { o.min_days = parse_days(v); }, "certs"},
    OptionSpec{"protocol", 0, Takes::Value, "PROTOCOL", "what the client application itself speaks: http, tcp or tls (default: what the port declares)", Group::Verb,
               [](Options& o, const std::string& v) { o.protocol = one_of("protocol", v, find_word("PROTOCOL").choices); }, "mtls", "can"},
    OptionSpec{"from", 0, Takes::Value, "CLIENT", "the client: POD, NAMESPACE/POD or TYPE/NAME", Group::Verb,
               [](Options& o, const std::string& v) { o.from = v; }, "ports routes", "show trace"},
    OptionSpec{"gateway", 0, Takes::Value, "GATEWAY", "from outside through this gateway: a pod, Service or Gateway, as NAMESPACE/NAME", Group::Verb,
               [](Options& o, const std::string& v) { o.gateway = v; }, "routes", "trace"},
    OptionSpec{"method", 0, Takes::Value, "METHOD", "the request's method (default GET)", Group::Verb,
               [](Options& o, const std::string& v) { o.method = v; }, "routes", "trace"},
    OptionSpec{"header", 0, Takes::Value, "HEADER", "a header of the request, \"Name: value\"; repeatable", Group::Verb,
               [](Options& o, const std::string& v) { o.headers.push_back(v); }, "routes", "trace"},
    OptionSpec{"sni", 0, Takes::Value, "NAME", "the server name sent in the TLS handshake (default: the URL's host; \"\": none)", Group::Verb,
               [](Options& o, const std::string& v) { o.sni = v; }, "routes", "trace"},
};

// clang-format on

// Whether a list of words, blanks between them, holds `word`.
bool lists(std::string_view words, std::string_view word) {
  const std::vector<std::string_view> all = split(words, ' ');
  return words.empty() || std::find(all.begin(), all.end(), word) != all.end();
}

}  // namespace

std::vector<const OptionSpec*> option_table(const Plugin& plugin) {
  std::vector<const OptionSpec*> table;
  for (const OptionSpec& option : kTable) {
    if (lists(option.plugins, plugin.name)) {
      table.push_back(&option);
    }
  }
  return table;
}

bool OptionSpec::goes_with(std::string_view verb) const {
  return lists(verbs, verb);
}

void require_flags_of(const Plugin& plugin, std::string_view verb, const Options& options) {
  for (const OptionSpec* option : option_table(plugin)) {
    const bool is_given =
        std::find(options.given.begin(), options.given.end(), option->name) != options.given.end();
    if (is_given && !option->goes_with(verb)) {
      throw UsageError("--{} goes with {} only", option->name, join_or(split(option->verbs, ' ')));
    }
  }
}

}  // namespace mesh::cli
