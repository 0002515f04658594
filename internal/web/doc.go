// Package web is the application in a browser: pages that work without a script, made by templ, served by fiber.
//
// The way of a request: server.go (the middleware in its order) -> routes.go (the one table of pages) -> a handler, one
// file for each page action -> app. A handler knows no status and no SQL: it gives back the error of app, and errors.go
// makes a page of it. What a template gets is a typed view; templates hold no logic.
package web
