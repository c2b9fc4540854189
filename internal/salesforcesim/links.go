package salesforcesim

// link is an association of a record: its territory, and its row in
// ObjectTerritory2Association.
type link struct{ territory, row int32 }

// links are the live associations by the num of their record's reference.
type links map[float64][]link

// find returns the row that holds a record in a territory.
func (l links) find(record float64, territory int32) (int32, bool) {
	for _, one := range l[record] {
		if one.territory == territory {
			return one.row, true
		}
	}
	return -1, false
}

func (l links) add(record float64, one link) { l[record] = append(l[record], one) }

// remove takes a link out and says whether it was there.
func (l links) remove(record float64, one link) bool {
	list := l[record]
	for i, x := range list {
		if x == one {
			list[i] = list[len(list)-1]
			if list = list[:len(list)-1]; len(list) == 0 {
				delete(l, record)
			} else {
				l[record] = list
			}
			return true
		}
	}
	return false
}
