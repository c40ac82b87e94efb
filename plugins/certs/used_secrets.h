// SPDX-License-Identifier: Apache-2.0
//
// How the checks of Secrets come to those that Gateways use.
#pragma once

#include "common/check/reporter.h"
#include "common/istio/credential.h"

#include <span>

namespace mesh::certs {

// Notes as not checked the credentials whose Secrets may exist outside the input.
void note_unseen_secrets(const Snapshot& snapshot,
                         std::span<const istio::GatewayCredential> credentials, Reporter& report);

using JudgeSecret = void (*)(const istio::UsedSecret& used, Reporter& report);
using JudgeCertificates = void (*)(const istio::UsedSecret& used, const SecretEntry& entry,
                                   Reporter& report);

// Every Secret in each of its roles; notes those that are unseen.
void judge_used_secrets(const Snapshot& snapshot, Reporter& report, JudgeSecret judge);

// The same of those entries whose certificates count, by their role.
void judge_certificates(const Snapshot& snapshot, Reporter& report, JudgeCertificates of_server,
                        JudgeCertificates of_client_ca);

// Of servers' certificates alone.
void judge_server_certificates(const Snapshot& snapshot, Reporter& report, JudgeCertificates judge);

}  // namespace mesh::certs
