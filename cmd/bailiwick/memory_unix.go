//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peakMemory returns the largest resident memory of this process so far, in
// bytes, as the operating system counts it.
func peakMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) * 1024
}
