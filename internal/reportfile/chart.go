package reportfile

import (
	"math"
	"strconv"
)

// histogram draws how many territories deviate by how much: bars of equal
// width, symmetric around the target, the outermost holding what lies beyond.
func histogram(c canvas, x, y, w, h float64, title string, values []float64) {
	c.text(point{x, y + 3}, shorten(c, title, style{size: 3, bold: true, ink: ink}, w), style{size: 3, bold: true, ink: ink})
	y, h = y+6, h-12
	step := binWidth(values)
	const bins = 9
	counts, most := make([]int, bins), 1
	for _, v := range values {
		k := min(max(int(math.Floor(v/step+0.5))+bins/2, 0), bins-1)
		counts[k]++
		most = max(most, counts[k])
	}
	wide := w / bins
	small := style{size: 2.3, ink: faint, align: centre}
	for k, n := range counts {
		tall := (h - 4) * float64(n) / float64(most)
		left := x + float64(k)*wide
		tone := ink
		switch {
		case k > bins/2:
			tone = over
		case k < bins/2:
			tone = under
		}
		c.fill([][]point{rectangle(left+0.6, y+h-tall, wide-1.2, max(tall, 0.1))}, blend(tone, 0.7))
		if n > 0 {
			c.text(point{left + wide/2, y + h - tall - 0.8}, strconv.Itoa(n), small)
		}
		if k%2 == 0 {
			c.text(point{left + wide/2, y + h + 3.2}, binLabel(float64(k-bins/2)*step), small)
		}
	}
	c.line([]point{{x, y + h}, {x + w, y + h}}, false, 0.2, rule)
}

// binWidth is the smallest of the usual steps whose nine bars hold every value.
func binWidth(values []float64) float64 {
	furthest := 0.0
	for _, v := range values {
		furthest = max(furthest, math.Abs(v))
	}
	for _, step := range []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5} {
		if furthest <= 4.5*step {
			return step
		}
	}
	return 1
}

func binLabel(v float64) string {
	if v == 0 {
		return "target"
	}
	text := strconv.FormatFloat(100*v, 'f', -1, 64)
	if v > 0 {
		text = "+" + text
	}
	return text + " %"
}

// deviationBar draws a deviation as a bar from the middle, full at ±most.
func deviationBar(c canvas, x, y, w, h, deviation, most float64) {
	middle := x + w/2
	c.fill([][]point{rectangle(x, y, w, h)}, blend(rule, 0.45))
	reach := w / 2 * min(math.Abs(deviation)/most, 1)
	if deviation > 0 {
		c.fill([][]point{rectangle(middle, y, reach, h)}, over)
	} else if deviation < 0 {
		c.fill([][]point{rectangle(middle-reach, y, reach, h)}, under)
	}
	c.line([]point{{middle, y - 0.3}, {middle, y + h + 0.3}}, false, 0.2, faint)
}
