// Package benchsuite measures the program against its targets and its peers,
// and writes what it measured: `bailiwick bench suite` and docs/benchmarks.md.
//
// A [Case] is one row of the table of targets: the figures of a run, those of
// a peer on the same files, the ratio, the target, and the commands that give
// the same figures again. Cases run the public command line as a child process,
// so that one that hangs or fails spoils no other; what has no command line of
// its own (Scale, Resolve, Pareto, Headcount, Locate) is offered as one by
// `bailiwick bench`. Plans, ours and the peers', are read back from their files
// and judged by solve/check alone.
//
// It is for the bench command only, and the one place that starts peers.
package benchsuite
