/// Signals between processes, and who must be told what.
///
/// A {@link io.tempelhof.core.signal.Signal} is what one process tells another: a message, a link,
/// a monitor, an exit. The same records travel between processes of one node, through the
/// association to another node, and in the simulator.
///
/// What a process has to remember to answer them rightly is kept in two small tables, which decide
/// and do nothing: {@link io.tempelhof.core.signal.LinkTable} (OTP's link protocol, made for
/// signals that cross on the way) and {@link io.tempelhof.core.signal.MonitorTable} (its own
/// monitors, who watches it, and its aliases, which may end with a monitor). {@link
/// io.tempelhof.core.signal.Reaction} says what an exit signal does to a process, given whether it
/// traps exits. Behind each stands the Erlang reference manual, chapter "Processes".
///
/// {@link io.tempelhof.core.signal.Relations} is the same knowledge seen from a connection: it
/// watches the signals that pass between two nodes, and can say at any moment who would have to be
/// told if the connection broke now.
@NullMarked
package io.tempelhof.core.signal;

import org.jspecify.annotations.NullMarked;
