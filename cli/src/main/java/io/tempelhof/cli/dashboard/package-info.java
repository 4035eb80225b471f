/// A command's node and what is served of it: {@link io.tempelhof.cli.dashboard.Observed} shows
/// `ops` a node on the network, {@link io.tempelhof.cli.dashboard.DashboardOption} says where its
/// dashboard is.
@NullMarked
package io.tempelhof.cli.dashboard;

import org.jspecify.annotations.NullMarked;
