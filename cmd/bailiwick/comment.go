package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/bailiwick-planning/bailiwick/internal/alignment"
	"github.com/bailiwick-planning/bailiwick/internal/discussion"
	"github.com/bailiwick-planning/bailiwick/internal/httpapi"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
)

// commentCmd is what people say about an alignment.
type commentCmd struct {
	Add     commentAddCmd     `cmd:"" help:"Comment on an alignment, an area, a unit or a place; with --wants, challenge where a unit is."`
	List    commentListCmd    `cmd:"" help:"List comments and challenges, newest first."`
	Reply   commentReplyCmd   `cmd:"" help:"Reply to a comment."`
	Resolve commentResolveCmd `cmd:"" help:"Say that a comment is dealt with."`
	Reopen  commentReopenCmd  `cmd:"" help:"Open a resolved comment or rejected challenge again."`
	Accept  commentAcceptCmd  `cmd:"" help:"Accept a challenge: move the unit and lock it there."`
	Reject  commentRejectCmd  `cmd:"" help:"Reject a challenge: the unit stays."`
}

type commentAddCmd struct {
	alignmentFlag
	Text  string  `arg:"" help:"What you want to say."`
	Area  string  `help:"About an area, by name or number." xor:"about"`
	Unit  string  `help:"About a unit, by id." xor:"about"`
	Place string  `help:"About a place: --place=LONGITUDE,LATITUDE." xor:"about"`
	Wants *string `help:"The territory the unit should be in, by name or number (0: none)."`
}

// Run adds a comment.
func (c *commentAddCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	request := map[string]any{"text": c.Text}
	about := discussion.Subject{Unit: c.Unit}
	if c.Area != "" {
		if about.Area, err = p.area(ctx, 0, c.Area); err != nil {
			return err
		}
	}
	if c.Place != "" {
		var place alignment.Point
		if n, err := fmt.Sscanf(c.Place, "%g,%g", &place.Lon, &place.Lat); n != 2 || err != nil {
			return territory.Errorf(territory.Invalid, "--place %q is not LONGITUDE,LATITUDE, for example 8.54,47.38.", c.Place)
		}
		about.Place = &place
	}
	request["about"] = about
	if c.Wants != nil {
		wants := alignment.Unassigned
		if *c.Wants != "0" {
			if wants, err = p.area(ctx, 0, *c.Wants); err != nil {
				return err
			}
		}
		request["wants"] = wants
	}
	var made discussion.Thread
	if err := p.api.post(ctx, p.path("/comments"), request, &made); err != nil {
		return err
	}
	return t.print(made, func(w io.Writer) { printThread(w, &made) })
}

type commentListCmd struct {
	alignmentFlag
	State string `help:"Only those in this state." enum:"open,resolved,accepted,rejected,all" default:"all"`
	Area  string `help:"Only those about this area."`
}

// Run lists comments.
func (c *commentListCmd) Run(ctx context.Context, t *terminal) error {
	p, err := c.plan(ctx)
	if err != nil {
		return err
	}
	defer p.end()
	query := url.Values{}
	if c.State != "all" {
		query.Set("state", c.State)
	}
	if c.Area != "" {
		number, err := p.area(ctx, 0, c.Area)
		if err != nil {
			return err
		}
		query.Set("area", fmt.Sprint(number))
	}
	var list httpapi.CommentList
	if err := p.api.get(ctx, p.path("/comments?"+query.Encode()), &list); err != nil {
		return err
	}
	return t.print(list, func(w io.Writer) {
		if len(list.Comments) == 0 {
			fmt.Fprintln(w, "No comments.")
		}
		for i := range list.Comments {
			printThread(w, &list.Comments[i])
		}
	})
}

type commentReplyCmd struct {
	connection
	ID   string `arg:"" help:"Id of the comment."`
	Text string `arg:"" help:"What you want to say."`
}

// Run replies.
func (c *commentReplyCmd) Run(ctx context.Context, t *terminal) error {
	return postThread(ctx, t, &c.connection, c.ID, "replies", map[string]any{"text": c.Text})
}

type commentReopenCmd struct {
	connection
	ID string `arg:"" help:"Id of the comment."`
}

// Run opens a thread again.
func (c *commentReopenCmd) Run(ctx context.Context, t *terminal) error {
	return postThread(ctx, t, &c.connection, c.ID, "reopen", nil)
}

// closing are the flags of the commands that close a thread.
type closing struct {
	connection
	ID     string `arg:"" help:"Id of the comment or challenge."`
	Reason string `help:"Why."`
}

func (c *closing) post(ctx context.Context, t *terminal, what string) error {
	return postThread(ctx, t, &c.connection, c.ID, what, map[string]any{"reason": c.Reason})
}

type commentResolveCmd struct{ closing }

// Run resolves a comment.
func (c *commentResolveCmd) Run(ctx context.Context, t *terminal) error {
	return c.post(ctx, t, "resolve")
}

type commentAcceptCmd struct{ closing }

// Run accepts a challenge.
func (c *commentAcceptCmd) Run(ctx context.Context, t *terminal) error {
	return c.post(ctx, t, "accept")
}

type commentRejectCmd struct{ closing }

// Run rejects a challenge.
func (c *commentRejectCmd) Run(ctx context.Context, t *terminal) error {
	return c.post(ctx, t, "reject")
}

func postThread(ctx context.Context, t *terminal, c *connection, id, what string, request any) error {
	api, done, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	var changed discussion.Thread
	if err := api.post(ctx, "/comments/"+url.PathEscape(id)+"/"+what, request, &changed); err != nil {
		return err
	}
	return t.print(changed, func(w io.Writer) { printThread(w, &changed) })
}

func printThread(w io.Writer, t *discussion.Thread) {
	about := "the alignment"
	switch {
	case t.About.Area != 0:
		about = fmt.Sprintf("area %d", t.About.Area)
	case t.About.Unit != "":
		about = "unit " + t.About.Unit
	case t.About.Place != nil:
		about = fmt.Sprintf("%.5f, %.5f", t.About.Place.Lon, t.About.Place.Lat)
	}
	if t.Kind == discussion.Challenge {
		about += fmt.Sprintf(", from area %d to %d", t.From, t.Wants)
	}
	fmt.Fprintf(w, "%s  %s, %s, about %s\n", t.ID, t.Kind, t.State, about)
	for _, m := range t.Messages {
		fmt.Fprintf(w, "    %s  %s: %s\n", m.At.Local().Format("2006-01-02 15:04"), m.By.Name, m.Text)
	}
	if d := t.Decision; d != nil && d.Reason != "" {
		fmt.Fprintf(w, "    %s  %s, %s: %s\n", d.At.Local().Format("2006-01-02 15:04"), d.By.Name, t.State, d.Reason)
	}
}
