/// How long a ping takes on a connection that is busy with very large messages.
///
/// Each end is a {@link io.tempelhof.bench.ends.Member}: a program of its own, one of ours ({@link
/// io.tempelhof.bench.latency.OurMember}) or a genuine {@code erl} running {@code
/// bench_member.erl}, which does the same line by line. {@link io.tempelhof.bench.ends.Pairing}
/// says which two talk, {@link io.tempelhof.bench.latency.LatencyContest} lets each pairing run in
/// turn, and {@link io.tempelhof.bench.latency.Round} is what one run showed.
///
/// The load of a run: each end sends the other a large binary, waits until it has arrived, and
/// sends the next. Meanwhile one end sends a ping every 2 ms, whether or not the last was answered;
/// its time counts from before it is sent, waiting for room included.
@NullMarked
package io.tempelhof.bench.latency;

import org.jspecify.annotations.NullMarked;
