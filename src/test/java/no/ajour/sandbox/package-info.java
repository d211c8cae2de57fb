/**
 * HelseID, JFT and Helsenorge as one small, strict server for tests, the demo and the benchmarks. It refuses whatever
 * breaks the APIs' rules, misbehaves on demand, and keeps its own book of what it served and received, so that a test
 * can compare both sides.
 */
@NullMarked
package no.ajour.sandbox;

import org.jspecify.annotations.NullMarked;
