/// For the tests of programs that stand on Tempelhof. Plain Java: a failure is an {@link
/// AssertionError}, so the kit works with every test framework and needs none.
///
/// ```java
/// try (TestCluster cluster = TestCluster.of("a", "b").withVirtualTime().start()) {
///   Probe probe = cluster.probe("a");
///   Pid clock =
///       cluster
///           .node("b")
///           .spawn(self -> {
///             self.receive(Duration.ofDays(1));
///             self.send(probe.pid(), Atom.of("midnight"));
///           });
///   probe.monitor(clock);
///   cluster.time().advance(Duration.ofDays(1));
///   probe.expectEqual(Atom.of("midnight"));
///   probe.expectDown(clock);
/// }
/// ```
///
/// - {@link io.tempelhof.testkit.Probe}: a process of the test's own, that sends and expects;
/// - {@link io.tempelhof.testkit.InProcess}: runs code of the test inside a process;
/// - {@link io.tempelhof.testkit.VirtualTime}: passes only when the test says so;
/// - {@link io.tempelhof.testkit.TestCluster}: a few nodes in this JVM, to be stopped, killed and
///   restarted, with {@link io.tempelhof.testkit.ClusterFaults} on the links between them;
/// - {@link io.tempelhof.testkit.Eventually} and {@link io.tempelhof.testkit.Patience}: waiting for
///   what is to become so.
///
/// The seams it stands on are {@link io.tempelhof.runtime.Time} and {@code io.tempelhof.net.fault},
/// which are open to other kits as well.
@NullMarked
package io.tempelhof.testkit;

import org.jspecify.annotations.NullMarked;
