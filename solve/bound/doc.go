// Package bound proves how little any plan can travel when the centres of its
// areas are free.
//
// It is the Lagrangian relaxation of the model of Hess and others (1965), in
// which areas are chosen among all there could be: every unit i offers a prize
// u_i for being served, an area at centre c serves whichever units leave most
// and fit its maximum, and with k areas
//
//	Σ u_i + k · min over c of v(c),  v(c) = min Σ (cost_i(c) − u_i) x_i
//
// is a lower bound for any prizes. Centres may lie anywhere, not only at units:
// the minimum over c is found by branch and bound over boxes of space. The
// prizes are sought by gradient steps on a smoothed bound, with the units as
// centres. Neither step trusts the other.
package bound
