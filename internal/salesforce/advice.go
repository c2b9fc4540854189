package salesforce

import "strings"

// advice says what a person can do about an error of the org, by the org's
// code. Codes and their meanings are those of the platform's documentation.
var advice = map[string]string{
	"FIELD_CUSTOM_VALIDATION_EXCEPTION":             "A validation rule of the org does not allow this: correct the record, or have an administrator change the rule, and try the failed ones again.",
	"DUPLICATES_DETECTED":                           "A duplicate rule of the org stops this: merge the records there, or have an administrator let the connection's user save duplicates.",
	"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY":          "A trigger or flow of the org stops this: ask an administrator of the org to look at it, and try the failed ones again.",
	"INSUFFICIENT_ACCESS_OR_READONLY":               "Give the connection's user edit access to this record, by profile, sharing or permission set.",
	"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": "Give the connection's user access to the record that this one points at.",
	"INSUFFICIENT_ACCESS":                           "Give the connection's user this permission, by profile or permission set; the test of the connection says which are missing.",
	"INVALID_CROSS_REFERENCE_KEY":                   "A record that this one points at is gone, or is not visible to the connection's user: make a new plan.",
	"INVALID_FIELD_FOR_INSERT_UPDATE":               "Give the connection's user edit access to the field, by profile or permission set.",
	"INVALID_FIELD":                                 "The field does not exist in the org, or the connection's user does not see it: correct its name, or give the user access to it.",
	"INVALID_TYPE":                                  "The org has no such object, or the connection's user does not see it: enable the feature or install the package that brings it, and give the user access.",
	"INACTIVE_OWNER_OR_USER":                        "Activate the user in the org, or give the area another owner and make a new plan.",
	"TRANSFER_REQUIRES_READ":                        "Give the new owner read access to the object.",
	"ENTITY_IS_LOCKED":                              "The record is in an approval process of the org: let it end, or have an administrator unlock the record, and try the failed ones again.",
	"ENTITY_IS_DELETED":                             "Somebody has deleted the record meanwhile: make a new plan.",
	"REQUIRED_FIELD_MISSING":                        "The org requires fields that a publication does not fill: have an administrator give them a default value or make them optional.",
	"STRING_TOO_LONG":                               "Shorten the name in the plan and make a new one.",
	"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST":       "Add the value to the picklist in the org, or choose one that it has.",
	"DUPLICATE_VALUE":                               "A record with this value is there already: make a new plan, which recognises it.",
	"DUPLICATE_DEVELOPER_NAME":                      "The developer name is taken: make a new plan, which recognises the record or chooses another name.",
	"STORAGE_LIMIT_EXCEEDED":                        "The org's data storage is full: free some or buy more, and try the failed ones again.",
	"LIMIT_EXCEEDED":                                "A limit of the org is reached: see its setup for which, have it raised, and try again.",
	"MAX_TM_RULES_EXCEEDED":                         "The territory has as many rules as the org allows: simplify its conditions, or have Salesforce Support raise the limit.",
	"MAX_TM_RULE_ITEMS_EXCEEDED":                    "The rule has as many items as the org allows: simplify its conditions.",
	"UNABLE_TO_LOCK_ROW":                            "Somebody else was writing the record at the same time: try the failed ones again.",
	"TERRITORY_REALIGN_IN_PROGRESS":                 "The org is running assignment rules: wait until that has ended, and try the failed ones again.",
	"REQUEST_LIMIT_EXCEEDED":                        "The org's API calls of the day are used up: go on tomorrow, or have an administrator of the org ask for more.",
	"API_DISABLED_FOR_ORG":                          "The org has no API access: its edition lacks it, or an administrator has to switch it on.",
	"API_CURRENTLY_DISABLED":                        "API access is switched off for this user: give it the permission API Enabled.",
	"FUNCTIONALITY_NOT_ENABLED":                     "The org has this feature switched off: have an administrator enable it in Setup.",
	"QUERY_TIMEOUT":                                 "The query takes the org too long: read fewer records or fields, or add a condition on an indexed field.",
	"OPERATION_TOO_LARGE":                           "The query is too large for the org: add a condition.",
	"EXCEEDED_ID_LIMIT":                             "The query has too many groups for the org: add a condition, or read the records without grouping.",
	"ALL_OR_NONE_OPERATION_ROLLED_BACK":             "Correct the record of the batch that was refused, and try the failed ones again.",
	"ROLLED_BACK":                                   "Correct the component that was refused, and try the failed ones again.",
	"DEPLOY_FAILED":                                 "Correct what the org names, and try the failed ones again.",
	"JOB_FAILED":                                    "Try the failed ones again; if it happens again, look at the job under Bulk Data Load Jobs in Setup.",
	"UNSUPPORTED_API_VERSION":                       "Choose another API version in the connection.",
}

// advised adds what to do to the org's words, where something is known.
func advised(code, message string) string {
	what := advice[code]
	message = strings.TrimSpace(message)
	if what == "" {
		return message
	}
	if message != "" && !strings.ContainsAny(message[len(message)-1:], ".!?") {
		message += "."
	}
	return strings.TrimSpace(message + " " + what)
}
