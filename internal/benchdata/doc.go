// Package benchdata parses the public clustering instances used to measure the
// engine: capacitated p-median (CPMP) and capacitated centred clustering (CCCP).
//
// Three kinds of CSV are read, each from an io.Reader and each plain or
// gzip-compressed (recognised by its first two bytes):
//
//   - an instance: columns x,y,demand,capacity,p, one row per point;
//   - instances.csv: which instances round distances down, and which take them
//     from a matrix;
//   - best-known.csv: the best objective published or found so far.
//
// A distance matrix is read by [ReadMatrix]. The package opens no files and
// knows nothing of the solver.
package benchdata
