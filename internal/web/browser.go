package web

import "strings"

// browser says what kind of browser a request comes from, coarsely: people know their own by it, and it tells no more.
func browser(agent string) string {
	name := first(agent, "Firefox/", "Firefox", "Edg/", "Edge", "OPR/", "Opera", "Chrome/", "Chrome", "Safari/", "Safari")
	system := first(agent, "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "CrOS", "ChromeOS", "Linux", "Linux")
	switch {
	case name == "":
		return system
	case system == "":
		return name
	}
	return name + ", " + system
}

// first gives the name beside the first mark that a text has.
func first(text string, marks ...string) string {
	for i := 0; i < len(marks); i += 2 {
		if strings.Contains(text, marks[i]) {
			return marks[i+1]
		}
	}
	return ""
}
