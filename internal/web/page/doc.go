// Package page holds what pages look like: one .templ for each page, with its typed view. A view holds finished text and
// figures; a template shows them and decides nothing.
package page
