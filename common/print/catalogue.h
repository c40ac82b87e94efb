// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of checks and the manual page of one, from the checks themselves.
#pragma once

#include "common/check/check.h"

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace mesh::print {

std::string catalogue_as_table(std::span<const CheckInfo* const> checks);
std::string catalogue_as_json(std::span<const CheckInfo* const> checks);
// The rows of the table in README.md.
std::string catalogue_as_markdown(std::span<const CheckInfo* const> checks);

// The ClusterRole with which nothing of these checks is left unchecked, as YAML for kubectl apply.
// With namespaces, Secrets are left out of it: Roles there allow them.
std::string catalogue_as_role(std::span<const CheckInfo* const> checks, std::string_view plugin,
                              const std::set<std::string>& namespaces);

std::string explain_as_text(const CheckInfo& check);
std::string explain_as_json(const CheckInfo& check);

}  // namespace mesh::print
