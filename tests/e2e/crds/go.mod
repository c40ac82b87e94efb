// Istio's and the Gateway API's CustomResourceDefinitions: files of two modules, downloaded and never compiled
// (so `go mod tidy` would drop both lines).
module kubectl-mesh/tests/e2e/crds

go 1.26

require (
	istio.io/api v1.31.4
	sigs.k8s.io/gateway-api v1.5.1
)
