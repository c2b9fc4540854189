package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/orgplan"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

type publishPlansCmd struct{ connection }

// Run lists the plans.
func (c *publishPlansCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.PlanList
	if err := api.get(ctx, "/publish-plans", &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, p := range list.Plans {
			fmt.Fprintf(w, "%s  %s  %-11s %6d writes  %s\n", p.ID, p.Created.Format(time.DateTime), p.State, p.Operations, p.Title)
		}
	})
}

type publishForgetCmd struct {
	connection
	Plan string `arg:"" help:"Id of the plan."`
}

// Run forgets a plan.
func (c *publishForgetCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := api.call(ctx, http.MethodDelete, "/publish-plans/"+url.PathEscape(c.Plan), nil, nil); err != nil {
		return err
	}
	return t.print(map[string]string{"forgotten": c.Plan}, func(w io.Writer) { fmt.Fprintf(w, "Forgot the plan %s.\n", c.Plan) })
}

type publishRightsCmd struct {
	orgConnection
	To           string   `help:"Destination; without it all are shown." enum:",sales-territories,record-fields,account-teams,field-service,shape-layers" default:""`
	Publisher    []string `help:"Ids or names of those who may publish; several with commas."`
	Approver     []string `help:"Ids or names of those who may approve."`
	Approvals    int      `help:"How many people have to approve a plan first."`
	OwnApproval  bool     `help:"Whoever submitted a plan may approve it."`
	FreeRollback bool     `help:"Taking a publication back needs no approval."`
	Closed       bool     `help:"Nobody may publish there at present."`
	Open         bool     `help:"Open it to everybody again, without approval."`
}

// Run shows or sets the rights of destinations.
func (c *publishRightsCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, org orgRecord) error {
		path := "/salesforce/connections/" + org.ID + "/destinations"
		if c.To != "" {
			one := path + "/" + strings.ReplaceAll(c.To, "-", "_")
			var err error
			switch {
			case c.Open:
				err = api.call(ctx, http.MethodDelete, one, nil, nil)
			case c.sets():
				err = api.call(ctx, http.MethodPut, one, httpapi.DestinationBody{Closed: c.Closed, Publishers: c.Publisher, Approvers: c.Approver,
					Approvals: c.Approvals, OwnApproval: c.OwnApproval, FreeRollback: c.FreeRollback}, nil)
			}
			if err != nil {
				return err
			}
		}
		var list httpapi.DestinationList
		if err := api.get(ctx, path, &list); err != nil {
			return err
		}
		return t.print(list, func(w io.Writer) {
			for i := range list.Destinations {
				printDestination(w, &list.Destinations[i])
			}
		})
	})
}

func (c *publishRightsCmd) sets() bool {
	return c.Closed || c.OwnApproval || c.FreeRollback || c.Approvals > 0 || len(c.Publisher) > 0 || len(c.Approver) > 0
}

func printDestination(w io.Writer, d *orgplan.Destination) {
	who := func(list []string) string {
		if len(list) == 0 {
			return "everybody"
		}
		return strings.Join(list, ", ")
	}
	if d.Closed {
		fmt.Fprintf(w, "%-18s closed\n", d.Kind)
		return
	}
	fmt.Fprintf(w, "%-18s published by %s", d.Kind, who(d.Publishers))
	if d.Approvals > 0 {
		fmt.Fprintf(w, "; %d approvals by %s", d.Approvals, who(d.Approvers))
		if d.OwnApproval {
			fmt.Fprint(w, ", the submitter among them")
		}
	}
	fmt.Fprintln(w)
}

// decision is what the commands about approval have in common.
type decision struct {
	planChoice
	Note string `help:"What to say about it."`
}

func (c *decision) run(ctx context.Context, t *terminal, what string) error {
	return c.with(ctx, func(api *client, id string) error {
		var r orgplan.Review
		if err := api.post(ctx, "/publish-plans/"+id+"/"+what, map[string]string{"note": c.Note}, &r); err != nil {
			return err
		}
		return t.print(r, func(w io.Writer) {
			fmt.Fprintf(w, "The plan is %s (version %d of the alignment, %s…).\n", r.State, r.Version, r.Digest[:min(12, len(r.Digest))])
			for _, d := range r.Decisions {
				word := "rejected"
				if d.Approve {
					word = "approved"
				}
				fmt.Fprintf(w, "  %s %s by %s. %s\n", d.At.Format(time.DateTime), word, d.Actor.Name, d.Note)
			}
		})
	})
}

type publishSubmitCmd struct{ decision }

// Run submits a plan.
func (c *publishSubmitCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "submit")
}

type publishApproveCmd struct{ decision }

// Run approves a plan.
func (c *publishApproveCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "approve")
}

type publishRejectCmd struct{ decision }

// Run rejects a plan.
func (c *publishRejectCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "reject")
}

type publishWithdrawCmd struct{ decision }

// Run withdraws a plan.
func (c *publishWithdrawCmd) Run(ctx context.Context, t *terminal) error {
	return c.run(ctx, t, "withdraw")
}

type publishScheduleCmd struct {
	planChoice
	At              string        `help:"The moment, such as 2027-01-01T06:00 (this machine's time zone) or 2027-01-01T06:00:00Z."`
	Late            time.Duration `help:"How late it may still begin when the server was not running." default:"4h"`
	AcceptConflicts bool          `help:"Overwrite what was changed in the org since the last publication."`
	Off             bool          `help:"Take the schedule back."`
}

// Run sets, takes back or shows a plan's schedule.
func (c *publishScheduleCmd) Run(ctx context.Context, t *terminal) error {
	return c.with(ctx, func(api *client, id string) error {
		path := "/publish-plans/" + id + "/schedule"
		var s orgplan.Schedule
		switch {
		case c.Off:
			if err := api.call(ctx, http.MethodDelete, path, nil, &s); err != nil {
				return err
			}
		case c.At != "":
			at, err := parseMoment(c.At)
			if err != nil {
				return err
			}
			late := int(c.Late / time.Minute)
			if err := api.call(ctx, http.MethodPut, path, httpapi.PlanScheduleBody{At: at, LateMinutes: &late, AcceptConflicts: c.AcceptConflicts}, &s); err != nil {
				return err
			}
		default:
			var release httpapi.PlanRelease
			if err := api.get(ctx, "/publish-plans/"+id+"/release", &release); err != nil {
				return err
			}
			if release.Schedule == nil {
				return territory.Errorf(territory.NotFound, "The plan has no schedule; give one with --at.")
			}
			s = *release.Schedule
		}
		return t.print(s, func(w io.Writer) { printSchedule(w, &s) })
	})
}

// parseMoment reads a moment; without an offset it is this machine's.
func parseMoment(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return at, nil
		}
	}
	return time.Time{}, territory.Errorf(territory.Invalid, "%q is not a moment; write it as 2027-01-01T06:00.", text)
}

func printSchedule(w io.Writer, s *orgplan.Schedule) {
	fmt.Fprintf(w, "%s  %-9s plan %s, by %s. %s\n", s.At.Local().Format("2006-01-02 15:04 -07:00"), s.State, s.PlanID, s.Actor.Name, s.Reason)
}

type publishScheduledCmd struct {
	connection
	State string `help:"Only those in this state." enum:",waiting,started,missed,refused,cancelled" default:""`
}

// Run lists scheduled publications.
func (c *publishScheduledCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.PlanScheduleList
	path := "/publish-schedules"
	if c.State != "" {
		path += "?state=" + c.State
	}
	if err := api.get(ctx, path, &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for i := range list.Schedules {
			printSchedule(w, &list.Schedules[i])
		}
	})
}

type publishHistoryCmd struct {
	connection
	Plan  string `help:"Only this plan's."`
	Limit int    `help:"At most so many." default:"100"`
}

// Run prints the audit.
func (c *publishHistoryCmd) Run(ctx context.Context, t *terminal) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var list httpapi.PublishEventList
	if err := api.get(ctx, fmt.Sprintf("/publish-events?limit=%d&plan=%s", c.Limit, url.QueryEscape(c.Plan)), &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		for _, e := range list.Events {
			fmt.Fprintf(w, "%s  %-11s %-12s %s  %s\n", e.At.Local().Format(time.DateTime), e.Kind, e.Actor.Name, e.PlanID, e.Text)
		}
	})
}
