// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-inject, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::inject {

extern const Check kPodHasSidecar;
extern const Check kNamespaceEnrolled;
extern const Check kOneInjectionLabel;
extern const Check kRevisionServed;
extern const Check kNamespaceInjectionLabelValue;
extern const Check kPodLabelOptOut;
extern const Check kPodAnnotationOptOut;
extern const Check kOptInByLabel;
extern const Check kOptInWord;
extern const Check kHostNetwork;
extern const Check kOneInjector;
extern const Check kInjectorServiceExists;
extern const Check kInjectorHasEndpoints;
extern const Check kInjectorCaBundle;
extern const Check kInjectorInstalled;
extern const Check kPodRevision;
extern const Check kSidecarReady;
extern const Check kControlPlaneReady;
extern const Check kAnnotationsValid;
extern const Check kInjectorSelectors;
extern const Check kInjectorPolicy;

inline constexpr std::array kChecks{
    &kPodHasSidecar,
    &kNamespaceEnrolled,
    &kOneInjectionLabel,
    &kRevisionServed,
    &kNamespaceInjectionLabelValue,
    &kPodLabelOptOut,
    &kPodAnnotationOptOut,
    &kOptInByLabel,
    &kOptInWord,
    &kHostNetwork,
    &kOneInjector,
    &kInjectorServiceExists,
    &kInjectorHasEndpoints,
    &kInjectorCaBundle,
    &kInjectorInstalled,
    &kPodRevision,
    &kSidecarReady,
    &kControlPlaneReady,
    &kAnnotationsValid,
    &kInjectorSelectors,
    &kInjectorPolicy,
};

}  // namespace mesh::inject
