package io.tempelhof.runtime.rpc;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Deadline;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.RemoteSpawn;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Calls functions on other nodes: any on a genuine node, exported ones on ours ({@link Exports}).
/// This node is called by the same way (OTP {@code erpc}).
///
/// ```java
/// long sum = Rpc.call(self, node, Mfa.of("lists", "sum", List.of(1, 2)), Long.class, timeout);
/// ```
///
/// A timeout is counted from when there was room for the question. Whoever gives up hears nothing
/// of the call any more; the function may run all the same.
public final class Rpc {
  private static final Atom EXECUTE_CAST = Atom.of("execute_cast");
  private static final RemoteSpawn.Options UNHEARD =
      new RemoteSpawn.Options(false, false, RemoteSpawn.Told.NOTHING);

  private Rpc() {}

  // From a process.

  /// Calls a function and waits for its value.
  ///
  /// @throws RpcException if it gives none
  /// @throws io.tempelhof.runtime.SystemLimitException if 65,536 requests are open already
  public static Term call(Self self, NodeName node, Mfa call, Duration timeout)
      throws RpcException {
    return valueOf(node, call, request(self, node, call).await(timeout));
  }

  /// The same, with the value as this type.
  public static <T> T call(Self self, NodeName node, Mfa call, Class<T> type, Duration timeout)
      throws RpcException {
    return as(type, node, call, call(self, node, call, timeout));
  }

  /// Calls a function without waiting for it.
  ///
  /// @throws io.tempelhof.runtime.SystemLimitException if 65,536 requests are open already
  public static Request request(Self self, NodeName node, Mfa call) {
    return Request.send(self, node, call);
  }

  /// Calls a function on all of these nodes at once.
  ///
  /// @return how it ended on each, in the order of the nodes
  public static List<Outcome> multicall(
      Self self, List<NodeName> nodes, Mfa call, Duration timeout) {
    List<Request> requests = new ArrayList<>(nodes.size());
    try {
      nodes.forEach(node -> requests.add(request(self, node, call)));
    } catch (RuntimeException notSent) {
      requests.forEach(Request::abandon);
      throw notSent;
    }
    Deadline deadline = Deadline.in(self, timeout);
    return requests.stream().map(request -> request.await(deadline.left())).toList();
  }

  /// Has a function run, and hears nothing of it: neither its value nor a failure.
  public static void cast(Self self, NodeName node, Mfa call) {
    List<Term> arguments = List.of(call.module(), call.function(), ListTerm.of(call.arguments()));
    var _ =
        RemoteSpawn.request(self, node, new Mfa(Request.ERPC, EXECUTE_CAST, arguments), UNHEARD);
  }

  // From any thread.

  /// Calls a function, in a process of that node, and waits for its value.
  ///
  /// @throws RpcException if it gives none
  /// @throws InterruptedException if the thread was interrupted while it waited: the call goes on
  public static Term call(Processes from, NodeName node, Mfa call, Duration timeout)
      throws RpcException, InterruptedException {
    try {
      return valueOf(node, call, future(from, node, call, timeout).get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// The same, with the value as this type.
  public static <T> T call(Processes from, NodeName node, Mfa call, Class<T> type, Duration timeout)
      throws RpcException, InterruptedException {
    return as(type, node, call, call(from, node, call, timeout));
  }

  /// Calls a function, in a process of that node. How it ended comes with the future, also if the
  /// calling node is closed meanwhile: then as {@link Outcome.Ended}.
  public static CompletableFuture<Outcome> future(
      Processes from, NodeName node, Mfa call, Duration timeout) {
    return Errand.start(from, self -> request(self, node, call).await(timeout))
        .exceptionally(thrown ->
            switch (thrown) {
              case CancellationException _ -> new Outcome.Ended(ExitReason.KILLED);
              default -> throw new CompletionException(thrown);
            });
  }

  private static Term valueOf(NodeName node, Mfa call, Outcome outcome) throws RpcException {
    return switch (outcome) {
      case Outcome.Value(Term value) -> value;
      case Outcome.Failure failure -> throw new RpcException(node, call, failure);
    };
  }

  private static <T> T as(Class<T> type, NodeName node, Mfa call, Term value) throws RpcException {
    T read = TermMapping.of(type).match(value);
    if (read == null) {
      throw new RpcException(node, call, new Outcome.Unreadable(value, type));
    }
    return read;
  }
}
