/// The whole cluster as an observing node holds it.
///
/// {@link io.tempelhof.ops.cluster.Collector} lets the agent gather rounds while somebody looks.
/// {@link io.tempelhof.ops.cluster.ClusterView} holds what has been reported and says, for every
/// version somebody may have seen, what has changed since. {@link
/// io.tempelhof.ops.cluster.EventLog} keeps what happened, {@link io.tempelhof.ops.cluster.History}
/// the last 15 minutes of traffic.
@NullMarked
package io.tempelhof.ops.cluster;

import org.jspecify.annotations.NullMarked;
