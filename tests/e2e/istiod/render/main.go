// SPDX-License-Identifier: Apache-2.0

// render CHART: the objects of one of Istio's own charts as YAML documents. Its values come on stdin.
package main

import (
	"fmt"
	"io"
	"os"

	"istio.io/istio/operator/pkg/helm"
	"istio.io/istio/operator/pkg/values"
)

func render(chart string) error {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	given, err := values.MapFromYaml(input)
	if err != nil {
		return err
	}
	objects, _, err := helm.Render("istio", "istio-system", chart, values.MakeMap(given, "spec", "values"), nil)
	for _, object := range objects {
		fmt.Printf("---\n%s\n", object.Content)
	}
	return err
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: render CHART < VALUES")
		os.Exit(2)
	}
	if err := render(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "render:", err)
		os.Exit(1)
	}
}
