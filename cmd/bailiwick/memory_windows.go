package main

import "runtime"

// peakMemory returns the memory obtained from the operating system so far, in
// bytes; Go gives no resident peak on Windows.
func peakMemory() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
