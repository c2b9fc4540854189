package sentence

// What a person should know before a plan is applied to an org.
var (
	PlanNoModel         = template("plan_no_model", "the org has no such model; it will be made")
	PlanModelThere      = template("plan_model_there", "the org has a model of this name already: choose another, or overwrite")
	PlanModelState      = template("plan_model_state", "the model is in the state {state} and takes no changes")
	PlanModelActive     = template("plan_model_active", "the model is active: what is published takes effect at once")
	PlanManyAreas       = template("plan_many_areas", "the plan has {areas} areas; a model takes {most} territories unless Salesforce Support has raised the limit")
	PlanManyNames       = template("plan_many_names", "the name stands for {areas} areas of the plan and {territories} territories of the model ({names}), so it is not clear which is which: rename, or publish as new")
	PlanByName          = template("plan_by_name", "was recognised by its name only, as territory {name}; from now on it is known by its id")
	PlanNoField         = template("plan_no_field", "rules use this field, and the org has none that the connection's user may see: correct its name, or give the user access to it in a profile or permission set")
	PlanForeignAccounts = template("plan_foreign_accounts", "{units} units have no id of an account of the org and cannot be assigned by hand")
	PlanRulesDiffer     = template("plan_rules_differ", "the rules give {accounts} accounts another territory than planned, or a second one; the proof lists them")
	PlanRuleLeftOut     = template("plan_rule_left_out", "{problem}; its accounts are assigned by hand")
	PlanManyRules       = template("plan_many_rules", "its conditions and codes take {rules} rules; a territory has at most {most}")
	PlanRuleOutside     = template("plan_rule_outside", "the rule is used by territories outside what is published ({names}), which would change with it: publish the whole alignment, or take the rule off them")
	PlanAccountsOutside = template("plan_accounts_outside", "{accounts} accounts are assigned by hand to territories outside what is published, too, and stay there until those are published")
	PlanStays           = template("plan_stays", "is no longer in the alignment, and stays nevertheless, because some of what is below it is outside what is published")
	PlanLayerStays      = template("plan_layer_stays", "is the layer of an area that the alignment no longer has; it stays until the whole alignment is published")
	PlanSameName        = template("plan_same_name", `two areas of the plan at the same place would get this name ("{name}" and "{other}"): rename one`)
	PlanPublished       = template("plan_published", "it was published before ({id}) and is there: overwrite it, or take that publication back first")
	PlanNameThere       = template("plan_name_there", "the org has this already ({ids}): choose another name, or overwrite")
	PlanNoRecords       = template("plan_no_records", "{units} units have no record in the org and are left out")
	PlanFieldsKept      = template("plan_fields_kept", "{fields} fields hold a value that no publication wrote, and keep it")
	PlanNoPolygon       = template("plan_no_polygon", "has no shape and gets no polygon")
	PlanNoLayer         = template("plan_no_layer", "has no shape and gets no layer")
	PlanLargeShape      = template("plan_large_shape", "its geometry has {characters} characters; a layer takes {most}")
	PlanNoAssignment    = template("plan_no_assignment", "the org has no objects {object} and {other} that the connection's user may write: publish without auto-assignment")
	PlanNoPolygons      = template("plan_no_polygons", "the org has no object {object}, which comes with the managed package of Field Service: install it, or publish without polygons")
	PlanNoHours         = template("plan_no_hours", `the org has no operating hours "{name}"; every service territory needs some`)
	PlanSameRecords     = template("plan_same_records", "{records} records of {object} have the same {fields} ({ids}): rename all but one in the org, or publish as new.")
	PlanTwiceWanted     = template("plan_twice_wanted", `the record {id} of the org is wanted by "{key}" and by "{other}"; publish one of them elsewhere`)
	PlanRecognised      = template("plan_recognised", "was recognised in the org by its name only ({id}); from now on it is known by its id")
)

// People of an alignment whom the org does not know.
var (
	UserSeveral      = template("user_several", "several active users of the org are called so; write the user name instead")
	UserNone         = template("user_none", "no active user of the org is called so")
	UserNoResource   = template("user_no_resource", "the user is no active service resource")
	NobodyField      = template("nobody_field", "{problem}; the field stays as it is")
	NobodyMember     = template("nobody_member", "{problem}; nobody becomes a member for it")
	NobodyTeam       = template("nobody_team", "{problem}; nobody joins a team for it")
	NobodyAssigned   = template("nobody_assigned", "{problem}; nobody is assigned for it")
	NobodyAssignment = template("nobody_assignment", "{problem}; no record is assigned for it")
)

// Places in a plan that are no names.
var (
	PlaceAccounts   = template("place_accounts", "accounts")
	PlaceRules      = template("place_rules", "rules")
	PlacePolygons   = template("place_polygons", "polygons")
	PlaceHours      = template("place_hours", "operating hours")
	PlaceAssignment = template("place_assignment", "auto-assignment")
)

// How a record of the org has changed since the plan was made.
var (
	StaleMade    = template("stale_made", "a record of {object} with the same {fields} has been made in the org since")
	StaleDeleted = template("stale_deleted", "it has been deleted in the org since")
	StaleChanged = template("stale_changed", `{field} was "{before}" and is "{now}" now`)
	StaleRecords = template("stale_records", "") // counts them
)

// What is left out when a territory model is read.
var (
	ModelRuleOff      = template("model_rule_off", "the rule is not active, has no items or is not for accounts; it is left out")
	ModelRuleBelow    = template("model_rule_below", "the rule {rule} applies to all territories below; an alignment cannot say this, and it is left out")
	ModelRuleFields   = template("model_rule_fields", "its rules use fields or operations that the dataset's conditions do not have; import those fields, then read the model again")
	ModelSecond       = template("model_second", "{assignments} assignments are second ones; a unit of an alignment is in one territory, the first in tree order")
	ModelAbove        = template("model_above", "{assignments} assignments are to territories that have others below them; only the lowest hold units")
	ModelNoSuchRecord = template("model_no_such_record", "{assignments} assignments are of accounts that the dataset does not have")
)

// What cannot be published as asked.
var (
	PublishNoLevel  = template("publish_no_level", "The alignment has {levels} levels, {names}; level {level} (counted from 0) is not among them.")
	PublishNoFocus  = template("publish_no_focus", "None of the areas in focus is in version {version} of the alignment; choose the focus again, or publish the whole alignment.")
	PublishNoBounds = template("publish_no_bounds", "The alignment assigns no boundaries, of which boundary layers are made; publish custom shapes instead.")
	PublishCountry  = template("publish_country", "Say with country in which country the boundaries are, such as USA.")
	PublishLarge    = template("publish_large", `The polygon of "{name}" does not fit into a record even when drawn {km} km coarse.`)
	PublishName     = template("publish_name", `"{name}" is not a developer name: use letters, digits and single underscores, beginning with a letter; for example "{example}".`)
	PublishFields   = template("publish_fields", "Say which fields of {object} to write, for example Territory__c = territory.")
	PublishRole     = template("publish_role", "Say which role owners get in the account team.")
)

// What the journal of a publication says.
var (
	JournalPlanned      = template("journal_planned", "{title}: {writes} writes.")
	JournalSubmitted    = template("journal_submitted", "Submitted for approval.")
	JournalSubmittedFor = template("journal_submitted_for", "Submitted for approval: {note}")
	JournalApproved     = template("journal_approved", "Approved {have} of {need}.")
	JournalApprovedFor  = template("journal_approved_for", "Approved {have} of {need}: {note}")
	JournalRejectedFor  = template("journal_rejected_for", "Rejected: {note}")
	JournalWithdrawn    = template("journal_withdrawn", "Withdrawn.")
	JournalWithdrawnFor = template("journal_withdrawn_for", "Withdrawn: {note}")
	JournalScheduled    = template("journal_scheduled", "To be applied at {at} UTC.")
	JournalUnscheduled  = template("journal_unscheduled", "No longer scheduled.")
	JournalOnTime       = template("journal_on_time", "Begun by schedule, on time.")
	JournalLate         = template("journal_late", "Begun by schedule, {minutes} minutes late.")
	JournalBegun        = template("journal_begun", "Applying begun.")
	JournalWritten      = template("journal_written", "{done} written, {failed} failed, {blocked} blocked, {left} left.")
	JournalSame         = template("journal_same", "{records} records compared, no difference.")
	JournalDiffers      = template("journal_differs", "{records} records compared, {differ} differ.")
	JournalForgotten    = template("journal_forgotten", "Plan forgotten: {title}")
)

// Why a plan cannot be approved, scheduled or forgotten now.
var (
	PlanAlready     = template("plan_already", "The plan is {state} already.")
	PlanTooLate     = template("plan_too_late", "The plan is {state}; there is nothing to withdraw any more.")
	PlanNoSchedule  = template("plan_no_schedule", "The plan is {state}; there is nothing to schedule.")
	PlanNoTakeBack  = template("plan_no_take_back", "There is nothing to take back: the plan is {state}.")
	PlanUnscheduled = template("plan_unscheduled", "The publication is {state}; there is nothing to take back.")
	PlanWithdraw    = template("plan_withdraw", "The plan is {state}; withdraw it first.")
	PlanNotTaken    = template("plan_not_taken", "The org does not take {writes} of the writes after {tries} tries ({cause}); apply the plan again later, it goes on from here.")
	PlanWaits       = template("plan_waits", "The plan is to be applied at {at}; take the schedule back first.")
)

// Where a plan, its approval or its schedule stands, as a word.
var planStates = map[string]Template{
	"ready":       template("plan_ready", "ready"),
	"applying":    template("plan_applying", "applying"),
	"applied":     template("plan_applied", "applied"),
	"incomplete":  template("plan_incomplete", "incomplete"),
	"rolled back": template("plan_taken_back", "rolled back"),
	"submitted":   template("plan_submitted", "submitted"),
	"approved":    template("plan_approved", "approved"),
	"rejected":    template("plan_rejected", "rejected"),
	"withdrawn":   template("plan_withdrawn", "withdrawn"),
	"waiting":     template("plan_waiting", "waiting"),
	"started":     template("plan_started", "started"),
	"missed":      template("plan_missed", "missed"),
	"refused":     template("plan_refused", "refused"),
	"cancelled":   template("plan_cancelled", "cancelled"),
}

// PlanState is where a plan, its approval or its schedule stands.
func PlanState(state string) any { return Word(planStates, state) }

// Parts of an org that are published to.
var destinations = map[string]Template{
	"sales_territories": template("to_sales_territories", "sales territories"),
	"record_fields":     template("to_record_fields", "record fields"),
	"account_teams":     template("to_account_teams", "account teams"),
	"field_service":     template("to_field_service", "field service"),
	"shape_layers":      template("to_shape_layers", "shape layers"),
}

// Destination is a part of an org that is published to.
func Destination(kind string) any { return Word(destinations, kind) }

// What may not be there any more.
var things = map[string]Template{
	"alignment":                 template("thing_alignment", "alignment"),
	"alignment of this dataset": template("thing_dataset_alignment", "alignment of this dataset"),
	"boundary set":              template("thing_boundary_set", "boundary set"),
	"comment":                   template("thing_comment", "comment"),
	"connection":                template("thing_connection", "connection"),
	"dataset":                   template("thing_dataset", "dataset"),
	"dataset in the trash":      template("thing_trashed_dataset", "dataset in the trash"),
	"schedule of dataset":       template("thing_dataset_schedule", "schedule of dataset"),
	"schedule of plan":          template("thing_plan_schedule", "schedule of plan"),
	"supplement":                template("thing_supplement", "supplement"),
	"draft":                     template("thing_draft", "draft"),
	"exploration":               template("thing_exploration", "exploration"),
	"job":                       template("thing_job", "job"),
	"overlay":                   template("thing_overlay", "overlay"),
	"plan":                      template("thing_plan", "plan"),
	"publication":               template("thing_publication", "publication"),
	"snapshot":                  template("thing_snapshot", "snapshot"),
	"snapshot of this dataset":  template("thing_dataset_snapshot", "snapshot of this dataset"),
	"source":                    template("thing_source", "source"),
	"upload":                    template("thing_upload", "upload"),
	"webhook":                   template("thing_webhook", "webhook"),
}

// Thing is what something is that may not be there any more.
func Thing(kind string) any { return Word(things, kind) }
