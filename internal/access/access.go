// Package access decides who may do what. It is the one policy module: every
// route names an Action and a Resource, and nothing happens before Allow has
// agreed. It keeps no state and does no I/O.
package access

import "github.com/bailiwick-planning/bailiwick/internal/territory"

// Action is what somebody wants to do.
type Action string

// The actions, from the least to the most powerful.
const (
	// View reads datasets, alignments, drafts, jobs and files.
	View Action = "view"
	// Comment says something about an alignment and challenges where units are.
	Comment Action = "comment"
	// Edit changes alignments, runs and decides optimisations, makes files.
	Edit Action = "edit"
	// Publish makes and applies plans of writes to an org.
	Publish Action = "publish"
	// Approve decides about plans that others have submitted.
	Approve Action = "approve"
	// Manage imports, renames and deletes datasets and alignments.
	Manage Action = "manage"
)

// Resource is what it is done to; an empty ID means the whole collection.
type Resource struct {
	Kind string // "dataset", "snapshot", "alignment", "draft", "job", "upload", "publication", "plan", "destination", "server"
	ID   string
}

// Policy decides. Implementations must be safe for concurrent use.
type Policy interface {
	// Allow returns nil, or a territory.Error with code forbidden (or
	// not_found, where even the existence is none of the actor's business).
	Allow(actor territory.Actor, action Action, resource Resource) error
}

// Local is the policy of a server without accounts: whoever reaches it (it
// listens on the loopback address unless told otherwise) is its one user and
// may do everything.
type Local struct{ User territory.Actor }

// Allow agrees for the local user and refuses anybody else.
func (l Local) Allow(actor territory.Actor, action Action, resource Resource) error {
	if actor.ID != l.User.ID {
		return territory.Errorf(territory.Forbidden, "%s may not %s this %s: this server has one local user.", actor.Name, action, resource.Kind)
	}
	return nil
}
