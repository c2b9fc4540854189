// Package power solves the balanced assignment of units to areas with given
// centres: a transportation problem whose dual has one price per area and
// measure. Every unit goes to the area where travel plus priced amounts is
// least, so that the areas form a power diagram (Aurenhammer, Hoffmann and
// Aronov 1998) when travel is squared distance.
//
// The dual is made smooth by a soft minimum at temperature τ and maximised by
// Newton's method with Levenberg–Marquardt damping; the Hessian is a sparse
// graph Laplacian over neighbouring areas, solved by preconditioned conjugate
// gradients. A k-d tree with a ball around every node prunes areas that cannot
// matter, exactly up to the stated margin, whatever the prices are.
//
// The main types are Tree (the pruning structure), Dual (one problem ready to
// be evaluated) and Solver (prices, centres and the Newton iteration).
package power
