package salesforcesim

// may says whether a user has a permission, by profile or permission set.
// The org's lock is held.
func (o *org) may(user int32, permission string) bool {
	users, profiles := o.table("User"), o.table("Profile")
	name := "Permissions" + permission
	if p := users.field("ProfileId", user); !p.isNull() && profiles.field(name, p.row()).bool() {
		return true
	}
	sets, given := o.table("PermissionSet"), o.table("PermissionSetAssignment")
	me := refTo(users.object, user)
	for row := range given.rows() {
		if given.state[row] != live || given.field("AssigneeId", row) != me {
			continue
		}
		if set := given.field("PermissionSetId", row); sets.field(name, set.row()).bool() {
			return true
		}
	}
	return false
}

// may is asked with the org's lock held.
func (c *call) may(permission string) bool { return c.s.o.may(c.session.user, permission) }

// mayLocked takes the lock itself.
func (c *call) mayLocked(permission string) bool {
	c.s.o.mu.RLock()
	defer c.s.o.mu.RUnlock()
	return c.may(permission)
}

// forbidden is the answer to a user without a permission.
func forbidden() *answer {
	return fail(apiErr(403, "INSUFFICIENT_ACCESS", "user does not have the permissions this needs"))
}

// hidden says whether a row is one the user may not see: of a model that is
// not active, without Manage Territories.
func (o *org) hidden(user int32, t *table) func(row int32) bool {
	if !t.object.territorial() || o.may(user, "ManageTerritories") {
		return nil
	}
	state := func(model value) bool {
		return model.isNull() || o.of(model).field("State", model.row()).text != "Active"
	}
	switch t.object.name {
	case "Territory2Model":
		return func(row int32) bool { return state(refTo(t.object, row)) }
	case "Territory2", "ObjectTerritory2AssignmentRule":
		return func(row int32) bool { return state(t.field("Territory2ModelId", row)) }
	}
	return nil
}
