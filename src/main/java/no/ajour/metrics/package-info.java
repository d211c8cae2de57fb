/** What operators watch: gauges from the tables, the page that Prometheus reads, the push at the end of a short run. */
@NullMarked
package no.ajour.metrics;

import org.jspecify.annotations.NullMarked;
