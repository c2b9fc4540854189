package reportfile

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"github.com/bailiwick-planning/bailiwick/internal/publish"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// MapPNG writes the map of all territories as an image of 2400 × 1500 pixels.
type MapPNG struct{}

// Format implements publish.Target.
func (MapPNG) Format() publish.Format { return publish.MapPNG }

// File implements publish.Target.
func (MapPNG) File() (string, string) { return "map.png", "image/png" }

// Write implements publish.Target.
func (MapPNG) Write(ctx context.Context, w io.Writer, p *publish.Plan) error {
	shapes, err := p.Outlines(ctx)
	if err != nil {
		return err
	}
	a, err := newAtlas(p, shapes)
	if err != nil {
		return err
	}
	const width, height, unit = 2400, 1500, 9.0
	c := newPicture(width, height)
	c.text(point{40, 62}, p.State.Alignment.Name, style{size: 44, bold: true, ink: ink})
	c.text(point{width - 40, 62}, summaryLine(p), style{size: 26, ink: faint, align: right})
	a.draw(c, 40, 96, width-80, height-136, unit, func(int) bool { return true })
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	return encoder.Encode(w, c.image)
}

// picture is a canvas of pixels.
type picture struct {
	image   *image.RGBA
	within  image.Rectangle
	faces   map[style]font.Face
	regular *opentype.Font
	bold    *opentype.Font
}

func newPicture(w, h int) *picture {
	p := &picture{image: image.NewRGBA(image.Rect(0, 0, w, h)), faces: map[style]font.Face{}}
	p.within = p.image.Bounds()
	draw.Draw(p.image, p.within, image.NewUniform(paper), image.Point{}, draw.Src)
	p.regular, p.bold = mustParse(goregular.TTF), mustParse(gobold.TTF)
	return p
}

// mustParse reads a font that is compiled in.
func mustParse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err)
	}
	return f
}

func (p *picture) fill(rings [][]point, c color.RGBA) {
	box := bounds(rings).Intersect(p.within)
	if box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(v point) (float32, float32) {
		return float32(v.x - float64(box.Min.X)), float32(v.y - float64(box.Min.Y))
	}
	for _, ring := range rings {
		for i, v := range ring {
			x, y := at(v)
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(p.image, box, image.NewUniform(c), image.Point{})
}

// line strokes each stretch as a thin quadrilateral.
func (p *picture) line(points []point, closed bool, width float64, c color.RGBA) {
	n := len(points)
	if !closed {
		n--
	}
	quads := make([][]point, 0, n)
	for i := range n {
		a, b := points[i], points[(i+1)%len(points)]
		dx, dy := b.x-a.x, b.y-a.y
		length := math.Hypot(dx, dy)
		if length == 0 {
			continue
		}
		ox, oy := -dy/length*width/2, dx/length*width/2
		quads = append(quads, []point{{a.x + ox, a.y + oy}, {a.x - ox, a.y - oy}, {b.x - ox, b.y - oy}, {b.x + ox, b.y + oy}})
	}
	p.fill(quads, c)
}

func (p *picture) face(s style) font.Face {
	key := style{size: s.size, bold: s.bold}
	if f, ok := p.faces[key]; ok {
		return f
	}
	from := p.regular
	if s.bold {
		from = p.bold
	}
	f, err := opentype.NewFace(from, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // only for sizes that are not positive
	}
	p.faces[key] = f
	return f
}

func (p *picture) width(words string, s style) float64 {
	return float64(font.MeasureString(p.face(s), words)) / 64
}

func (p *picture) text(at point, words string, s style) {
	switch s.align {
	case centre:
		at.x -= p.width(words, s) / 2
	case right:
		at.x -= p.width(words, s)
	}
	d := font.Drawer{Dst: p.image.SubImage(p.within).(draw.Image), Src: image.NewUniform(s.ink), Face: p.face(s)}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(at.x * 64), Y: fixed.Int26_6(at.y * 64)}
	d.DrawString(words)
}

func (p *picture) clip(x, y, w, h float64) {
	p.within = image.Rect(int(x), int(y), int(x+w), int(y+h)).Intersect(p.image.Bounds())
}

func (p *picture) unclip() { p.within = p.image.Bounds() }

// bounds returns the pixels that rings may touch.
func bounds(rings [][]point) image.Rectangle {
	lowX, lowY, highX, highY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, ring := range rings {
		for _, v := range ring {
			lowX, lowY = min(lowX, v.x), min(lowY, v.y)
			highX, highY = max(highX, v.x), max(highY, v.y)
		}
	}
	if lowX > highX {
		return image.Rectangle{}
	}
	return image.Rect(int(math.Floor(lowX)), int(math.Floor(lowY)), int(math.Ceil(highX)), int(math.Ceil(highY)))
}
