package xlsxfile

import (
	"math"
	"strings"
	"time"
)

// dateStyle says whether numbers of a style are shown as dates or times.
type dateStyle uint8

const (
	notADate dateStyle = iota
	isDate             // a day, with or without a time
	isTime             // a time of day only
)

func (w *workbook) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	own := map[int]dateStyle{}
	for _, f := range styles.Formats {
		own[f.ID] = styleOfCode(f.Code)
	}
	for _, c := range styles.Cells {
		style, found := own[c.Format]
		if !found {
			style = styleOfBuiltIn(c.Format)
		}
		w.styles = append(w.styles, style)
	}
	return nil
}

// styleOfBuiltIn knows the formats that ECMA-376 part 1, 18.8.30 numbers.
func styleOfBuiltIn(id int) dateStyle {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return isDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return isTime
	}
	return notADate
}

// styleOfCode looks for the letters of dates and times in a format such as
// yyyy-mm-dd, outside quotes, brackets and escapes.
func styleOfCode(code string) dateStyle {
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	style := notADate
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return style
			}
			if inside := strings.Trim(code[i+1:i+end], "hms"); inside == "" {
				style = max(style, isTime) // [h]:mm, hours beyond a day
			}
			i += end
		case '\\', '_', '*':
			i++
		case 'y', 'd':
			return isDate
		case 'h', 's':
			style = isTime
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				return notADate
			}
		}
	}
	if style == notADate && strings.Contains(code, "mmm") {
		return isDate
	}
	return style
}

// appendDate writes a day number as an ISO date, with the time if it has one.
// Numbers that are no date in the calendar of the workbook are left alone.
func appendDate(out []byte, serial float64, base1904 bool) ([]byte, bool) {
	if serial < 1 || serial > 2_958_465 || serial != serial {
		return out, false
	}
	// Day 60 of the 1900 calendar is 29 February 1900, which never was; the
	// days before it are one off.
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case base1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		epoch = epoch.AddDate(0, 0, 1)
	case serial < 61:
		return out, false
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	at := epoch.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	if seconds == 0 {
		return at.AppendFormat(out, time.DateOnly), true
	}
	return at.AppendFormat(out, "2006-01-02T15:04:05"), true
}
