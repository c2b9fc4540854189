package median

import "math"

// item is something of positive gain that takes demand.
type item struct {
	gain   float64
	demand int64
}

func (t item) ratio() float64 {
	if t.demand == 0 {
		return math.Inf(1)
	}
	return t.gain / float64(t.demand)
}

// fractionalKnapsack fills room with the items of most gain per demand, which do
// not all fit, and returns the gain, the ratio at which the room ended, and the
// share of the items of exactly that ratio that fits. It reorders the items and
// takes linear time on average.
func fractionalKnapsack(items []item, room int64) (gain, level, part float64) {
	for len(items) > 0 {
		pivot := middleRatio(items)
		above, equal := splitByRatio(items, pivot)
		taken, sum := int64(0), 0.0
		for _, t := range items[:above] {
			taken += t.demand
			sum += t.gain
		}
		if taken > room {
			items = items[:above]
			continue
		}
		level = pivot
		same, sameGain := int64(0), 0.0
		for _, t := range items[above:equal] {
			same += t.demand
			sameGain += t.gain
		}
		if taken+same > room {
			part = float64(room-taken) / float64(same)
			return gain + sum + sameGain*part, level, part
		}
		room -= taken + same
		gain += sum + sameGain
		items = items[equal:]
	}
	return gain, level, 1
}

// splitByRatio moves items of a ratio above the pivot to the front, those equal
// to it after them, and returns the two ends.
func splitByRatio(items []item, pivot float64) (above, equal int) {
	low := len(items)
	for equal < low {
		switch ratio := items[equal].ratio(); {
		case ratio > pivot:
			items[above], items[equal] = items[equal], items[above]
			above++
			equal++
		case ratio == pivot:
			equal++
		default:
			low--
			items[equal], items[low] = items[low], items[equal]
		}
	}
	return above, equal
}

func middleRatio(items []item) float64 {
	a, b, c := items[0].ratio(), items[len(items)/2].ratio(), items[len(items)-1].ratio()
	return max(min(a, b), min(max(a, b), c))
}
