package sentence

// Why a file of boundaries cannot be read.
var (
	ShapesUnreadable   = template("shapes_unreadable", "") // a fault deep in the bytes, told by its cause
	ShapesFileSays     = template("shapes_file_says", "{file} cannot be imported: {problem}.")
	ShapesFileWrong    = template("shapes_file_wrong", "{file} cannot be imported; something in it is wrong.")
	ShapesEmpty        = template("shapes_empty", "the file is empty")
	ShapesCutOff       = template("shapes_cut_off", "the file ends in the middle; it may be cut off")
	ShapesEmptyOrCut   = template("shapes_empty_or_cut", "the file is empty or ends in the middle; it may be cut off")
	ShapesPartCut      = template("shapes_part_cut", "it cannot be read: {cause}; the file may be cut off")
	ShapesGzipDamaged  = template("shapes_gzip_damaged", "the gzip file is damaged: {cause}")
	ShapesZipDamaged   = template("shapes_zip_damaged", "the zip file is damaged: {cause}")
	ShapesZipOther     = template("shapes_zip_other", "the zip file holds neither a Shapefile nor a KML document")
	ShapesFormat       = template("shapes_format", "the format is not known; there are GeoJSON, TopoJSON, zipped Shapefile, KML, KMZ, GeoPackage, FlatGeobuf, and CSV of point codes with columns code, latitude and longitude")
	ShapesShpAlone     = template("shapes_shp_alone", "this is the .shp part of a Shapefile; put its .shp, .dbf and .prj parts in one zip file")
	ShapesPacked       = template("shapes_packed", "a GeoPackage is a database; give it as a file of its own, not compressed")
	ShapesGeoPackage   = template("shapes_geopackage", "the GeoPackage cannot be read: {cause}; it may be damaged")
	ShapesPackageLarge = template("shapes_package_large", "the GeoPackage is larger than {most} MB; export the layer you need to a file of its own")
	ShapesNoType       = template("shapes_no_type", "this is not GeoJSON: it has no type")
	ShapesXML          = template("shapes_xml", "this is not XML: {cause}")
	ShapesEncoding     = template("shapes_encoding", "the text encoding {encoding} is not supported; save the file as UTF-8")
	ShapesCSVColumns   = template("shapes_csv_columns", "a table of point codes needs columns for code, latitude and longitude; there are: {columns}")
	ShapesCSVRow       = template("shapes_csv_row", "it cannot be split into fields: {cause}")
	ShapesLines        = template("shapes_lines", "it holds lines or other shapes (type {kind}); boundaries need polygons or points")
	ShapesNone         = template("shapes_none", "the input holds no features")
	ShapesUnusable     = template("shapes_unusable", "none of the {features} features could be used; first: {problem}")
	ShapesNoCodeField  = template("shapes_no_code_field", "no field gives each feature a code of its own; choose one of: {fields}")
	ShapesTangled      = template("shapes_tangled", "too many lines up to here cross themselves; mend or simplify the file")
)

// Files of boundaries that are too large.
var (
	ShapesLarge     = template("shapes_large", "the input is larger than {bytes} bytes; simplify it or raise the limit")
	ShapesVertices  = template("shapes_vertices", "the shapes have more than {most} vertices; simplify them or raise the limit")
	ShapesTextLarge = template("shapes_text_large", "the properties hold more than {bytes} bytes; leave out columns that are not needed")
	ShapesMany      = template("shapes_many", "there are more than {most} features; split the file or raise the limit")
)

// Coordinate reference systems.
var (
	SystemUnreadable = template("system_unreadable", "the text {text} is not understood; convert the file to WGS 84")
	SystemUnknown    = template("system_unknown", `"{name}" is not supported; convert the file to WGS 84`)
	SystemNameless   = template("system_nameless", "a system without a name is not supported; convert the file to WGS 84")
	SystemNumber     = template("system_number", "EPSG:{number} ({name}) is not supported; convert the file to WGS 84")
	SystemGeoJSON    = template("system_geojson", "the coordinate reference system {name} is not supported in GeoJSON; convert the file to WGS 84")
)

// What a reader remarks on one feature of a file.
var (
	ShapeNoCode     = template("shape_no_code", `it has no code in field "{field}"`)
	ShapeMerged     = template("shape_merged", "its code is that of an earlier feature")
	ShapeNoArea     = template("shape_no_area", "its shape has no area; kept as a point")
	ShapeNoPlace    = template("shape_no_place", "it has no shape and no valid position")
	ShapeAttributes = template("shape_attributes", "{more} attributes beyond the first {most} were left out")
	ShapeNoNumber   = template("shape_no_number", "a coordinate is not a number")
	ShapeNoPosition = template("shape_no_position", "({x}, {y}) is no longitude and latitude; convert the file to WGS 84")
	ShapeUnmendable = template("shape_unmendable", "its border cannot be mended: {cause}")
	ShapeMended     = template("shape_mended", "") // a list of fixes
)

// What was mended in a shape.
var (
	FixDropped  = template("fix_dropped", "rings without area dropped")
	FixTangled  = template("fix_tangled", "its lines are too tangled to check")
	FixCrossed  = template("fix_crossed", "its border crossed itself")
	FixTouched  = template("fix_touched", "its border touched itself")
	FixTwice    = template("fix_twice", "its border came to a place twice")
	FixRings    = template("fix_rings", "its rings touched in several places")
	FixHole     = template("fix_hole", "a hole lay outside its polygon")
	FixHoles    = template("fix_holes", "holes lay in each other")
	FixOverlaps = template("fix_overlaps", "its polygons overlapped")
)

// Places in a file of boundaries.
var (
	PlaceWithin    = template("place_within", "{place}, {within}")
	PlaceFeature   = template("place_feature", "feature {number}")
	PlaceObject    = template("place_object", "object {number}")
	PlacePlacemark = template("place_placemark", "placemark {number}")
	PlaceRecord    = template("place_record", "record {number}")
	PlaceArc       = template("place_arc", "arc {number}")
	PlaceLine      = template("place_line", "line {number}")
	PlaceByte      = template("place_byte", "byte {number}")
	PlacePart      = template("place_part", ".{part} part")
	PlaceHeader    = template("place_header", "header")
	PlaceSystem    = template("place_system", "coordinate reference system")
)

// Grids.
var (
	GridFailed      = template("grid_failed", "") // worded by what the grid goes over
	GridCells       = template("grid_cells", "at level {level} the grid would have more than {most} cells; choose a lower level or a smaller area")
	GridUnitCells   = template("grid_unit_cells", "The units lie in {cells} cells of level {level}; choose a lower level for at most {most}.")
	GridNoPositions = template("grid_no_positions", "No unit of the dataset has a position.")
	GridNoShape     = template("grid_no_shape", "the boundaries chosen have no shape to lay a grid over; choose others, or a box")
	GridNoBoundary  = template("grid_no_boundary", `{set} has no boundary "{code}", or several.`)
	GridBox         = template("grid_box", "west, south, east and north must be degrees, west below east and south below north")
	GridLevel       = template("grid_level", "{level} is not between {least} and {most}")
	PlaceGridLevel  = template("place_grid_level", "grid level")
	PlaceGridBox    = template("place_grid_box", "box")
	PlaceGridArea   = template("place_grid_area", "area")
)
