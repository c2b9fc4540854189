package benchdata

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxCoordinate bounds coordinates so that squared distances stay finite.
const maxCoordinate = 1e150

// Instance is one clustering instance in the order of its file. Capacity and P
// are the same for every point. Demands with decimals are scaled to whole
// numbers: Demand and Capacity are Scale, a power of ten, times those of the file.
type Instance struct {
	X, Y     []float64
	Demand   []int64
	Capacity int64
	P        int
	Scale    int64
}

// ReadInstance parses an instance with the columns x,y,demand,capacity,p, named
// in its header in any order. It fails on a missing column, a value that is not
// a number, a negative demand, or a capacity or p that changes between rows; the
// error names the row (the header is row 1).
func ReadInstance(r io.Reader) (*Instance, error) {
	t, err := openTable(r, "x", "y", "demand", "capacity", "p")
	if err != nil {
		return nil, fmt.Errorf("read instance: %w", err)
	}
	inst := &Instance{Scale: 1}
	for {
		row, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = inst.add(row)
		}
		if err != nil {
			return nil, fmt.Errorf("read instance: row %d: %w", t.row, err)
		}
	}
	if len(inst.X) == 0 {
		return nil, errors.New("read instance: the file holds no points")
	}
	return inst, nil
}

func (inst *Instance) add(row []string) error {
	x, err := parseCoordinate("x", row[0])
	if err != nil {
		return err
	}
	y, err := parseCoordinate("y", row[1])
	if err != nil {
		return err
	}
	demand, err := parseDecimal("demand", row[2])
	if err != nil {
		return err
	}
	capacity, err := parseDecimal("capacity", row[3])
	if err != nil {
		return err
	}
	p, err := parseCount("p", row[4])
	if err != nil {
		return err
	}
	scale := max(demand.scale, capacity.scale)
	inst.rescale(scale)
	if len(inst.X) > 0 && (capacity.at(inst.Scale) != inst.Capacity || int(p) != inst.P) {
		return errors.New("capacity and p must be the same in every row")
	}
	inst.X, inst.Y = append(inst.X, x), append(inst.Y, y)
	inst.Demand = append(inst.Demand, demand.at(inst.Scale))
	inst.Capacity, inst.P = capacity.at(inst.Scale), int(p)
	return nil
}

// rescale multiplies demand and capacity so that Scale is at least scale.
func (inst *Instance) rescale(scale int64) {
	if scale <= inst.Scale {
		return
	}
	factor := scale / inst.Scale
	for i := range inst.Demand {
		inst.Demand[i] *= factor
	}
	inst.Capacity *= factor
	inst.Scale = scale
}

func parseCoordinate(column, text string) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("column %q: %q is not a number", column, text)
	}
	if math.IsNaN(v) || math.Abs(v) > maxCoordinate {
		return 0, fmt.Errorf("column %q: %q is out of range", column, text)
	}
	return v, nil
}

// parseCount reads a whole number from 0 to 2^31-1, the range in which sums over
// any number of points that fits in memory stay exact.
func parseCount(column, text string) (int64, error) {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("column %q: %q is not a whole number", column, text)
	}
	if v < 0 || v > math.MaxInt32 {
		return 0, fmt.Errorf("column %q: %d is out of range 0 to %d", column, v, math.MaxInt32)
	}
	return v, nil
}

// maxDecimals is the number of decimals a demand may have.
const maxDecimals = 6

// decimal is digits ÷ scale, where scale is a power of ten.
type decimal struct{ digits, scale int64 }

func (d decimal) at(scale int64) int64 { return d.digits * (scale / d.scale) }

// parseDecimal reads a number from 0 to 2^31-1 with at most maxDecimals decimals.
func parseDecimal(column, text string) (decimal, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > maxDecimals {
		return decimal{}, fmt.Errorf("column %q: %q has more than %d decimals", column, text, maxDecimals)
	}
	d := decimal{scale: 1}
	var err error
	if d.digits, err = parseCount(column, whole); err != nil {
		return decimal{}, err
	}
	for _, r := range fraction {
		if r < '0' || r > '9' {
			return decimal{}, fmt.Errorf("column %q: %q is not a number", column, text)
		}
		d.digits, d.scale = d.digits*10+int64(r-'0'), d.scale*10
	}
	return d, nil
}

// errNoColumn marks a header without a column that was asked for.
var errNoColumn = errors.New("missing column")

// table reads chosen columns of a CSV with a header.
type table struct {
	csv  *csv.Reader
	cols []int
	out  []string
	row  int // 1 is the header
}

func openTable(r io.Reader, columns ...string) (*table, error) {
	plain, err := decompress(r)
	if err != nil {
		return nil, err
	}
	t := &table{csv: csv.NewReader(plain), out: make([]string, len(columns)), row: 1}
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	for _, name := range columns {
		at := -1
		for i, h := range header {
			if h == name {
				at = i
			}
		}
		if at < 0 {
			return nil, fmt.Errorf("header: %w: %q", errNoColumn, name)
		}
		t.cols = append(t.cols, at)
	}
	return t, nil
}

// next returns the chosen columns of the next row, valid until the next call,
// or io.EOF.
func (t *table) next() ([]string, error) {
	t.row++
	record, err := t.csv.Read()
	if err != nil {
		return nil, err
	}
	for i, c := range t.cols {
		t.out[i] = record[c]
	}
	return t.out, nil
}
