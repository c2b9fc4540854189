package median

// maxNeighbours is the number of nearest points that the moves of a point look at.
const maxNeighbours = 16

// linkPoints returns for every point its k nearest others.
func linkPoints(in *instance, k int) []int32 {
	if in.mat != nil {
		return matrixNeighbours(in, k)
	}
	return planeNeighbours(in.x, in.y, k)
}

// planeNeighbours returns for every point its k nearest others.
func planeNeighbours(x, y []float64, k int) []int32 {
	if k == 0 {
		return nil
	}
	g := newGrid(x, y, 3)
	knn := make([]int32, 0, len(x)*k)
	buf := make([]near, 0, k)
	for i := range x {
		buf = g.nearest(x[i], y[i], k, int32(i), buf)
		for _, v := range buf {
			knn = append(knn, v.i)
		}
	}
	return knn
}

// matrixNeighbours returns for every point the k others of least distance,
// counted both ways.
func matrixNeighbours(in *instance, k int) []int32 {
	knn := make([]int32, 0, in.n*k)
	buf := make([]near, 0, k)
	for i := range int32(in.n) {
		buf = buf[:0]
		for j := range int32(in.n) {
			if j != i {
				buf = insertNear(buf, near{in.dist(i, j) + in.dist(j, i), j}, k)
			}
		}
		for _, v := range buf {
			knn = append(knn, v.i)
		}
	}
	return knn
}
