package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures of a server. Labels are names of routes, methods and statuses: nothing that anybody typed.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
	panics   prometheus.Counter
	show     fiber.Handler
}

// newMetrics knows every page of the table from the start, so that one for which nobody asked shows as 0.
func newMetrics(table []route) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vigil_requests_total", Help: "Requests that were answered."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "vigil_request_seconds", Help: "How long an answer took.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "vigil_requests_running", Help: "Requests that run or wait for their turn."}),
		panics:  prometheus.NewCounter(prometheus.CounterOpts{Name: "vigil_panics_total", Help: "Panics that were caught."}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.running, m.panics,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, r := range table {
		if r.method == get {
			m.requests.WithLabelValues(r.method, r.name, strconv.Itoa(http.StatusOK))
		}
	}
	m.show = adaptor.HTTPHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true}))
	return m
}

// observe counts an answer. A method that is none of the usual is not taken as a label: anybody can invent them.
func (m *metrics) observe(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// metricsShow shows the figures to this machine, or to everybody where the setting says so. To all others there is no
// such page.
func (s *Server) metricsShow(c *fiber.Ctx) error {
	if !s.open && !local(c) {
		return fiber.NewError(http.StatusNotFound)
	}
	return s.metrics.show(c)
}
