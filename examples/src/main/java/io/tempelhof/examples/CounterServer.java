package io.tempelhof.examples;

import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.Server;

/// A counter in Java for clients in Elixir: `elixir/counter_client.exs` is one. To Elixir it is a
/// GenServer like any other.
public final class CounterServer implements Server<CounterServer.Request> {
  // <counter>
  sealed interface Request {}

  /// {@code GenServer.cast(counter, {:add, 5})}.
  record Add(long amount) implements Request {}

  /// {@code GenServer.call(counter, :get)}.
  record Get() implements Request, Call<Long> {}

  private long value;

  @Override
  public void handleCast(Request request) {
    if (request instanceof Add(long amount)) {
      value += amount;
    }
  }

  @Override
  public Object handleCall(Request request, From from) {
    return value;
  }

  @Override
  public Object state() {
    return value;
  }

  // </counter>

  public static void main(String[] arguments) throws Exception {
    try (Node node = Node.start(NodeOptions.of("java@127.0.0.1"))) {
      Pid counter =
          Server.of(Request.class, _ -> new CounterServer())
              .named("counter")
              .start(node.processes());
      System.out.println("the counter is ready");
      String end =
          Errand.run(
              node.processes(),
              self -> {
                self.monitor(counter);
                return self.receive(Down.class).reason().toString();
              });
      System.out.println("the counter was stopped: " + end);
    }
  }
}
