# SPDX-License-Identifier: Apache-2.0
kubectl-mesh_mtls completion fish 2> /dev/null | source
