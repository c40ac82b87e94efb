module kubectl-mesh/faults

go 1.21
