/// What it costs to be a cluster: a full mesh of genuine {@code erl} beside as many of ours, a
/// process each; few and many nodes in one JVM; and calls between nodes of ours, connected as the
/// overlay wants it or each with every other.
@NullMarked
package io.tempelhof.bench.cluster;

import org.jspecify.annotations.NullMarked;
