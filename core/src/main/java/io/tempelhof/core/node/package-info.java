/// The composed node behind one door: {@link NodeCore#step} takes a {@link NodeInput} and hands out
/// {@link NodeOutput}s, {@link NodeCore#nextDeadline} says when time alone is an input. No sockets,
/// no threads, no clocks: a driver with sockets and a simulator with ten thousand nodes drive the
/// same objects.
///
/// The overlay says which connections it wants; here it is decided which dials are made when
/// ({@code Dials}, {@code Pace}), how a node that an association asks for is reached ({@code
/// Reach}), how seeds are dialled ({@code Bootstrap}), what happens above the budget of connections
/// ({@code Crowding}), and whether our name is already taken ({@code NameTwin}). {@code Tally}
/// counts, {@link NodeSnapshot} shows.
@NullMarked
package io.tempelhof.core.node;

import org.jspecify.annotations.NullMarked;
