package sentence

// What cannot be about an account target of an area, worded with its amounts to
// the hundredth.
var (
	QuotaOverCapacity  = template("quota_over_capacity", "")
	QuotaAbove         = template("quota_above", "")
	QuotaBelow         = template("quota_below", "")
	QuotaTooLarge      = template("quota_too_large", "")
	QuotaBelowMinimum  = template("quota_below_minimum", "")
	QuotaAboveMaximum  = template("quota_above_maximum", "")
	QuotaSumsDifferent = template("quota_sums_different", "")
)
