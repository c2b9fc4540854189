package synth

// industry is a line of business with its share of accounts, its median yearly
// revenue in thousands, and words for company names.
type industry struct {
	name   string
	share  float64
	median float64
	words  []string
}

var industries = []industry{
	{"Manufacturing", 15, 900, []string{"Manufacturing", "Industries", "Fabrication", "Machine Works", "Plastics", "Precision Parts"}},
	{"Healthcare", 14, 1100, []string{"Health", "Medical Group", "Clinic", "Dental Care", "Orthopedics", "Laboratories"}},
	{"Retail", 14, 420, []string{"Stores", "Outfitters", "Home Goods", "Hardware", "Grocers", "Supply"}},
	{"Professional Services", 11, 520, []string{"Consulting", "Advisors", "Associates", "Legal", "Accounting", "Staffing"}},
	{"Construction", 10, 640, []string{"Construction", "Builders", "Contracting", "Roofing", "Electric", "Paving"}},
	{"Technology", 9, 1300, []string{"Software", "Systems", "Technologies", "Data", "Networks", "Robotics"}},
	{"Financial Services", 7, 1500, []string{"Financial", "Insurance", "Capital", "Credit Union", "Wealth Partners", "Bank"}},
	{"Transportation", 6, 780, []string{"Logistics", "Freight", "Trucking", "Transport", "Warehousing", "Express"}},
	{"Hospitality", 5, 310, []string{"Hotels", "Restaurants", "Catering", "Resorts", "Coffee", "Brewing"}},
	{"Education", 4, 680, []string{"Academy", "College", "Schools", "Learning Center", "Institute", "Training"}},
	{"Energy", 3, 2100, []string{"Energy", "Solar", "Power", "Oil & Gas", "Utilities", "Pipeline"}},
	{"Agriculture", 2, 560, []string{"Farms", "Orchards", "Dairy", "Feed & Seed", "Growers", "Cooperative"}},
}

var nameRoots = []string{
	"Summit", "Granite", "Blue Ridge", "Lakeside", "Pioneer", "Keystone", "Evergreen", "Liberty", "Harbor", "Cornerstone", "Redwood", "Northstar", "Silver Creek",
	"Horizon", "Beacon", "Heritage", "Ironwood", "Crescent", "Prairie", "Golden Gate", "Anchor", "Falcon", "Frontier", "Maple Leaf", "Stonebridge", "Clearwater",
	"Sterling", "Apex", "Meridian", "Patriot", "Cascade", "Copper", "Eagle", "Compass", "Riverbend", "Sunrise", "Vanguard", "Atlas", "Juniper", "Monarch", "Orchard",
	"Pinnacle", "Quarry", "Ridgeline", "Sequoia", "Tidewater", "Union", "Valley", "Windmill", "Canyon", "Dogwood", "Elkhorn", "Foxglove", "Greenway", "Hawthorne",
	"Independence", "Jasper", "Kestrel", "Lantern", "Mohawk", "Newport", "Oakmont", "Palisade", "Quail Run", "Rockport", "Saddleback", "Timberline", "Ursa", "Vista", "Whitetail",
}

var companySuffixes = []string{"", "", "", " Inc", " LLC", " Co", " Corp", " Group", " & Sons", " Partners"}

var firstNames = []string{
	"Alicia", "Andre", "Anita", "Ben", "Brianna", "Carlos", "Chloe", "Daniel", "Dana", "Elena", "Erik", "Farah", "Grace", "Hector", "Hannah", "Ian", "Ivy", "Jamal", "Julia",
	"Karen", "Kenji", "Laura", "Liam", "Maria", "Marcus", "Mei", "Nadia", "Nathan", "Olivia", "Omar", "Paula", "Priya", "Quinn", "Rachel", "Rafael", "Samir", "Sofia", "Tara", "Tyler", "Victor", "Wendy", "Zoe",
}

var lastNames = []string{
	"Abbott", "Alvarez", "Baker", "Bennett", "Brooks", "Carter", "Chen", "Cohen", "Collins", "Cruz", "Davis", "Diaz", "Edwards", "Evans", "Fischer", "Foster", "Garcia", "Gray", "Hall", "Hansen",
	"Hughes", "Ivanov", "Jackson", "Jensen", "Kaplan", "Kelly", "Kim", "Kowalski", "Lee", "Lopez", "Martin", "Mitchell", "Morgan", "Murphy", "Nguyen", "Novak", "Okafor", "Olson", "Parker", "Patel",
	"Perez", "Quinn", "Ramirez", "Reed", "Rossi", "Russell", "Sanders", "Schmidt", "Shah", "Silva", "Stewart", "Sullivan", "Tanaka", "Thompson", "Turner", "Vargas", "Walker", "Watson", "Weber", "Young",
}

var suburbFirst = []string{
	"Oak", "Maple", "Cedar", "Spring", "Fair", "Brook", "Clear", "Green", "Mill", "River", "Stone", "Wood", "Elm", "Ash", "Glen", "High", "Bridge", "Clay", "East", "Fern",
	"Hazel", "Kings", "Lake", "Marsh", "New", "North", "Pine", "Rose", "Sand", "West", "Willow", "Birch", "Church", "Deer", "Forest", "Garden", "Harvest", "Meadow", "Orchard", "Park",
}

var suburbLast = []string{"field", "ville", "ton", "dale", "wood", "view", "brook", "ford", "haven", "side", " Heights", " Park", " Grove", " Hills", " Falls", " Springs", "bury", "mont", "crest", " Valley"}
