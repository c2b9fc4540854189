package sentence

// Problems that a planner meets at the desk, and how jobs fail. Others are told
// by their kind and in English.
var (
	ProblemJobDefect     = template("problem_job_defect", "This job failed because of a defect in Bailiwick. The log of the server has the details under job {job}; please report them.")
	ProblemJobCrashed    = template("problem_job_crashed", "The program stopped unexpectedly {crashes|time|times} while running this job, so it is not tried again. Memory may be too small for it; the log of the server may say more.")
	ProblemInternal      = template("problem_internal", "Something went wrong inside Bailiwick; the server's log says what (operation {operation}).")
	ProblemVersion       = template("problem_version", `"{name}" is at version {version}, your change was made for version {made}: {who} changed it at {at} ({reason}). Load the new version and try again.`)
	ProblemMeets         = template("problem_meets", "Others have changed the same since version {version}. Nothing was stored; choose ours (theirs stands) or theirs (your change) for each area and send it again.")
	ProblemAreaLocked    = template("problem_area_locked", `"{area}" is locked: it keeps all its units and takes none; unlock it first`)
	ProblemUnitLocked    = template("problem_unit_locked", "unit {unit} is locked in {area}; unlock it first")
	ProblemBoundaryLock  = template("problem_boundary_locked", "boundary {boundary} is locked; unlock it first")
	ProblemHeld          = template("problem_held", "")
	ProblemFocus         = template("problem_focus", "")
	ProblemFocusOpen     = template("problem_focus_unassigned", "unassigned units are outside your focus; include them to take or give units")
	ProblemReload        = template("problem_reload", "")
	ProblemNameTaken     = template("problem_name_taken", `there are two areas named "{name}" beside each other; choose another name`)
	ProblemNoBoundarySet = template("problem_no_boundary_set", "this alignment uses no boundary set; choose one first")
	ProblemNoUndo        = template("problem_no_undo", "there is nothing to undo: only the creation of the alignment is left")
	ProblemNoRedo        = template("problem_no_redo", "there is nothing to redo: nothing was undone, or something was changed since")
	ProblemNothingChosen = template("problem_nothing_chosen", "The draft changes nothing in what you chose.")
	ProblemNoPlan        = template("problem_no_plan", "No plan keeps every minimum and maximum of this request. Optimise once to see which limits conflict, then widen them.")
)

// DraftDecided says how a draft was decided already, by its state.
var DraftDecided = map[string]Template{
	"accepted": template("problem_draft_accepted", "this draft was accepted already"),
	"rejected": template("problem_draft_rejected", "this draft was rejected already"),
	"kept":     template("problem_draft_kept", "this draft was kept as an alignment already"),
}

// Why an optimisation cannot start.
var (
	StartTooMany       = template("start_too_many", "{territories|territory|territories}, but only {most} units or families: every territory needs at least one. Ask for at most {most}.")
	StartTooFew        = template("start_too_few", "{least|territory|territories} are pinned or hold locked units and cannot be given up; ask for at least that many.")
	StartAllLocked     = template("start_all_locked", "{locked|territory|territories} in focus are locked and stay as they are, which leaves none to plan: unlock one or ask for more than {locked}.")
	StartNoTerritories = template("start_no_territories", "this alignment has no territories yet; say how many there should be.")
	StartNoUnits       = template("start_no_units", "there are no units to work on: every unit is out of focus, locked or unassigned and left out.")
	StartCrossed       = template("start_crossed", "{area} cannot have at least {min} and at most {max} of {measure}: its target is {target} ± {percent} %. Change the minimum, the maximum or the tolerance.")
)
