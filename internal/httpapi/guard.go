package httpapi

import (
	"context"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/bailiwick-planning/bailiwick/internal/access"
	"github.com/bailiwick-planning/bailiwick/internal/territory"
	"github.com/danielgtaylor/huma/v2"
)

// guard refuses requests that a browser was tricked into sending (cross-site
// writes, foreign host names) and sets the headers every answer carries.
func (s *Server) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, territory.Errorf(territory.Forbidden, "This request came from another web site and was refused."))
	}))
	protected := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.knownHost(r.Host) {
			writeProblem(w, territory.Errorf(territory.Forbidden, "This server does not answer to the name %q; start it with --host-name to allow it.", r.Host))
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		defer s.recoverPanic(w, r)
		protected.ServeHTTP(w, r)
	})
}

// recoverPanic turns a defect of ours into an answer and a log line instead of
// a broken connection. What was answered already stays.
func (s *Server) recoverPanic(w http.ResponseWriter, r *http.Request) {
	broken := recover()
	if broken == nil {
		return
	}
	if broken == http.ErrAbortHandler {
		panic(broken) // the standard way to break off an answer
	}
	s.Log.Error("request panicked", "method", r.Method, "path", r.URL.Path, "panic", broken, "stack", string(debug.Stack()))
	writeProblem(w, territory.Errorf(territory.Internal, "Something went wrong inside Bailiwick; the server's log says what (%s %s).", r.Method, r.URL.Path))
}

const contentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; " +
	"base-uri 'none'; frame-ancestors 'none'"

func (s *Server) knownHost(host string) bool {
	if len(s.Hosts) == 0 {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return slices.Contains(s.Hosts, strings.ToLower(strings.Trim(name, "[]")))
}

type actorKey struct{}

// identify finds out who is acting. In this form there is one local user.
func (s *Server) identify(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, actorKey{}, s.User))
}

// targeted is implemented by inputs that name the resource they act on.
type targeted interface{ resource() access.Resource }

// register adds a route. The policy is asked before the handler runs; errors
// become problem documents in one place.
func register[I, O any](s *Server, op huma.Operation, action access.Action, handler func(context.Context, territory.Actor, *I) (*O, error)) {
	s.routes = append(s.routes, Route{Method: op.Method, Path: op.Path, Action: action})
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		actor, err := s.allow(ctx, action, in)
		if err != nil {
			return nil, s.problem(ctx, op.OperationID, err)
		}
		out, err := handler(ctx, actor, in)
		if err != nil {
			return nil, s.problem(ctx, op.OperationID, err)
		}
		return out, nil
	})
}

func (s *Server) allow(ctx context.Context, action access.Action, in any) (territory.Actor, error) {
	actor, _ := ctx.Value(actorKey{}).(territory.Actor)
	var target access.Resource
	if t, ok := in.(targeted); ok {
		target = t.resource()
	}
	return actor, s.Policy.Allow(actor, action, target)
}
