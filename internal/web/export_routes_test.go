package web

// Route is a line of the table, for the tests that visit every line.
type Route struct {
	Method, Path, Name string
	Everybody, Links   bool
	Action             string
	Kind               string // of the thing that the path names
	Files, Secret      bool
}

// Routes is the table.
func Routes() []Route {
	var all []Route
	for _, r := range routes() {
		all = append(all, Route{
			Method: r.method, Path: r.path, Name: r.name, Everybody: r.access.everybody, Links: r.access.links,
			Action: string(r.access.action), Kind: string(r.access.of), Files: r.access.upload, Secret: r.access.hidden,
		})
	}
	return all
}
