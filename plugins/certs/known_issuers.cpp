// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/known_issuers.h"

namespace mesh::certs {

KnownIssuers::KnownIssuers(const Snapshot& snapshot) {
  for (const Secret& secret : snapshot.all<Secret>()) {
    for (const SecretEntry& entry : secret.data.entries) {
      add(secret, entry);
    }
    for (const SecretEntry& entry : secret.string_data.entries) {
      add(secret, entry);
    }
  }
}

void KnownIssuers::add(const Secret& secret, const SecretEntry& entry) {
  for (const Certificate& certificate : entry.pem.certificates) {
    if (certificate.self_signed) {
      roots_.insert(certificate.subject);
    } else if (certificate.is_ca) {
      intermediates_.emplace(certificate.subject, HeldCertificate{&secret, &entry});
    }
  }
}

const HeldCertificate* KnownIssuers::find_intermediate(std::string_view subject) const {
  const auto at = intermediates_.find(subject);
  return at == intermediates_.end() || is_root(subject) ? nullptr : &at->second;
}

}  // namespace mesh::certs
