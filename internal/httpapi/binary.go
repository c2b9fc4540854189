package httpapi

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// immutable is the caching rule of answers whose URL names a version.
const immutable = "private, max-age=31536000, immutable"

func fileResponse(contentType, description string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {
		Description: description,
		Content:     map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}},
	}}
}

// columnRoute describes a route that answers with a typed array.
func columnRoute(id, path, tag, summary, layout string) huma.Operation {
	op := get(id, path, tag, summary)
	op.Responses = fileResponse("application/octet-stream", layout)
	return op
}

// bytesAnswer sends data whole; cache may be "" for no-store.
func bytesAnswer(data []byte, cache string, headers map[string]string) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		if cache == "" {
			cache = "no-store"
		}
		ctx.SetHeader("Content-Type", "application/octet-stream")
		ctx.SetHeader("Cache-Control", cache)
		for name, value := range headers {
			ctx.SetHeader(name, value)
		}
		ctx.BodyWriter().Write(data) //nolint:errcheck // the client has gone
	}}
}

// download streams a file under a name; write errors mean a gone client.
func download(name, contentType string, size int64, write func(io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", contentType)
		ctx.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
		if size > 0 {
			ctx.SetHeader("Content-Length", strconv.FormatInt(size, 10))
		}
		ctx.SetStatus(http.StatusOK)
		write(ctx.BodyWriter()) //nolint:errcheck // the client has gone
	}}
}

func floats(columns ...[]float64) []byte {
	var n int
	for _, c := range columns {
		n += len(c)
	}
	out := make([]byte, 0, 8*n)
	for _, c := range columns {
		for _, v := range c {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return out
}

func int32s[T ~int32](column []T) []byte {
	out := make([]byte, 0, 4*len(column))
	for _, v := range column {
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	return out
}

func flags(column []bool) []byte {
	out := make([]byte, len(column))
	for i, v := range column {
		if v {
			out[i] = 1
		}
	}
	return out
}
