// Package ui holds the parts of which every page is made. A part takes a small struct of finished text and shows it; it
// looks nothing up and decides nothing. Texts that come from people are written with dir="auto". What a part looks like in
// each of its states stands on the page /styleguide.
package ui
