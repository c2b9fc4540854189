package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
)

// Set by the build: -ldflags "-X main.buildVersion=… -X main.buildCommit=…".
var buildVersion, buildCommit string

func version() string {
	if buildVersion == "" {
		return "0.1.0-dev"
	}
	return buildVersion
}

func commit() string {
	if buildCommit == "" {
		return "unknown"
	}
	return buildCommit
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(_ context.Context, t *terminal) error {
	v := map[string]string{"version": version(), "commit": commit(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH}
	return t.print(v, func(w io.Writer) {
		fmt.Fprintf(w, "bailiwick %s (%s, %s, %s)\n", v["version"], v["commit"], v["go"], v["platform"])
	})
}
