/// The demo: hundreds of real nodes over real TCP on one machine, in several JVMs.
///
/// Read {@link io.tempelhof.cli.demo.Demo} first: the parent process leads its {@link
/// io.tempelhof.cli.demo.Fleet} of child JVMs through the {@link io.tempelhof.cli.demo.Phase}s. It
/// gives {@link io.tempelhof.cli.demo.Order}s, one line of JSON each, and gets one {@link
/// io.tempelhof.cli.demo.Report} for each. A child ({@link io.tempelhof.cli.demo.DemoJvm}) holds
/// some nodes ({@link io.tempelhof.cli.demo.DemoNode}), each with a worker that answers and a
/// caller that asks; whom and when, and whether the answers are right, is the {@link
/// io.tempelhof.cli.demo.Talker}'s matter, and in which order asks came, the {@link
/// io.tempelhof.cli.demo.Ledger}'s. An {@link io.tempelhof.cli.demo.Insister} calls until it is
/// answered, while a {@link io.tempelhof.cli.demo.RollingRestart} goes on.
///
/// What a child writes to standard error passes its {@link io.tempelhof.cli.demo.Complaints}. Every
/// second the parent takes a {@link io.tempelhof.cli.demo.Snapshot} of all nodes. {@link
/// io.tempelhof.cli.demo.Coverage} judges from global knowledge whether the overlay is whole,
/// {@link io.tempelhof.cli.demo.Tally} adds up the {@link io.tempelhof.cli.demo.Figures}, the
/// {@link io.tempelhof.cli.demo.Verdict} says them in words and holds them against the {@link
/// io.tempelhof.cli.demo.Bar}s.
@NullMarked
package io.tempelhof.cli.demo;

import org.jspecify.annotations.NullMarked;
