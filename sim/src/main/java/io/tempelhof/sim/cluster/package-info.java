/// The nodes. {@code SimNode} and {@code SimAssociation} drive a node's core and its associations
/// as `net` does; {@code Line} is one connection of theirs. {@code Cluster} holds all nodes, dead
/// and alive, on the machines of its {@code Topology}, and each has a {@code Program} that talks to
/// others. {@code Wire} is what frames go through: nothing, their bytes ({@code WireForm}), or the
/// codec of a later version ({@code MixedVersions}).
@NullMarked
package io.tempelhof.sim.cluster;

import org.jspecify.annotations.NullMarked;
