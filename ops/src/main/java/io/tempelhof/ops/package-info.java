/// Seeing a cluster.
///
/// {@link io.tempelhof.ops.ObservedNode} is all this module wants of a node, {@link
/// io.tempelhof.ops.Observation} what it sees of one. Above them, each standing on those before:
///
/// - {@code ops.report}: what one node tells about itself, and the differences from what it told
///   before;
/// - {@code ops.agent}: the process on each node that answers questions about it and gathers the
///   reports of a sub-tree, over peer connections only;
/// - {@code ops.cluster}: the whole cluster as an observing node holds it, and what changed since;
/// - {@code ops.http}: dashboard, JSON, metrics and health.
@NullMarked
package io.tempelhof.ops;

import org.jspecify.annotations.NullMarked;
