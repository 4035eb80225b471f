package io.tempelhof.ops.http;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.ops.MemberNews;
import io.tempelhof.ops.Observation;
import io.tempelhof.ops.ObservedNode;
import io.tempelhof.runtime.Options;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Remote;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A node without a network: everything about it is real but its neighbours, of which it has none.
final class LocalNode implements ObservedNode, AutoCloseable {
  static final NodeName NAME = NodeName.of("local@h");
  static final String CLUSTER = "test";

  final Processes processes = new Processes(NAME, 1, Remote.NONE, Options.DEFAULT);
  volatile boolean joined = true;

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public Observation observe() {
    NodeRecord self =
        new NodeRecord(
            NodeId.of(CLUSTER, NAME),
            NAME,
            1,
            System.currentTimeMillis(),
            new Address("127.0.0.1", 1),
            FailureDomain.UNDECLARED,
            0);
    return new Observation(
        self,
        CLUSTER,
        "1",
        false,
        joined,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of("messages_out", 3L),
        Map.of("no process", 2L),
        Map.of("idle", 4L),
        Map.of("REFUSED", 1L));
  }

  @Override
  public CompletableFuture<LookupResult> lookup(NodeName target) {
    return CompletableFuture.completedFuture(
        new LookupResult.NoSuchNode(1, List.of(NodeName.of("near@h"))));
  }

  @Override
  public void listen(Consumer<MemberNews> listener) {
    // Without a network there are no others.
  }

  @Override
  public void probe() {
    // Without a network there are no connections.
  }

  @Override
  public void leave() {
    processes.close();
  }

  @Override
  public void close() {
    processes.close();
  }
}
