package power

import "math"

// system is the linear system of one Newton step: a graph Laplacian with
// blocks per pair of areas plus a positive diagonal.
type system struct {
	k, m        int
	hess        *pairs
	diag        []float64 // [m*k+j]
	pre         []float64 // inverse of the full diagonal
	r, z, p, ap []float64
}

// setup prepares the preconditioner.
func (s *system) setup(k, m int, hess *pairs, diag []float64) {
	n := k * m
	s.k, s.m, s.hess, s.diag = k, m, hess, diag
	if len(s.pre) != n {
		s.pre, s.r, s.z = make([]float64, n), make([]float64, n), make([]float64, n)
		s.p, s.ap = make([]float64, n), make([]float64, n)
	}
	copy(s.pre, diag)
	for e, key := range hess.key {
		i, j := int(key>>32), int(uint32(key))
		for l := 0; l < m; l++ {
			v := hess.val[e*m*m+l*m+l]
			s.pre[l*k+i] += v
			s.pre[l*k+j] += v
		}
	}
	for i, v := range s.pre {
		s.pre[i] = 1 / v
	}
}

// apply computes out = (Laplacian + diagonal)·x.
func (s *system) apply(x, out []float64) {
	for i, d := range s.diag {
		out[i] = d * x[i]
	}
	if s.m == 1 {
		for e, key := range s.hess.key {
			i, j := int(key>>32), int(uint32(key))
			f := s.hess.val[e] * (x[i] - x[j])
			out[i] += f
			out[j] -= f
		}
		return
	}
	m, k := s.m, s.k
	for e, key := range s.hess.key {
		i, j := int(key>>32), int(uint32(key))
		block := s.hess.val[e*m*m : (e+1)*m*m]
		for l2 := 0; l2 < m; l2++ {
			d := x[l2*k+i] - x[l2*k+j]
			for l := 0; l < m; l++ {
				f := block[l*m+l2] * d
				out[l*k+i] += f
				out[l*k+j] -= f
			}
		}
	}
}

// solve finds x with (Laplacian + diagonal)·x = b by conjugate gradients with
// a diagonal preconditioner, to the relative residual tol. x is overwritten.
func (s *system) solve(b, x []float64, tol float64, most int) {
	clear(x)
	copy(s.r, b)
	rz, norm := 0.0, 0.0
	for i := range s.r {
		s.z[i] = s.pre[i] * s.r[i]
		s.p[i] = s.z[i]
		rz += s.r[i] * s.z[i]
		norm += b[i] * b[i]
	}
	if norm == 0 {
		return
	}
	stop := tol * tol * norm
	for range most {
		s.apply(s.p, s.ap)
		pap := dot(s.p, s.ap)
		if !(pap > 0) || math.IsInf(pap, 0) {
			return
		}
		alpha := rz / pap
		left := 0.0
		for i := range x {
			x[i] += alpha * s.p[i]
			s.r[i] -= alpha * s.ap[i]
			left += s.r[i] * s.r[i]
		}
		if left <= stop {
			return
		}
		old := rz
		rz = 0
		for i := range s.r {
			s.z[i] = s.pre[i] * s.r[i]
			rz += s.r[i] * s.z[i]
		}
		beta := rz / old
		for i := range s.p {
			s.p[i] = s.z[i] + beta*s.p[i]
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
