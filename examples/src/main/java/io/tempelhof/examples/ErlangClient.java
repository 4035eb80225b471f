package io.tempelhof.examples;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.ServerRef;
import java.util.Optional;

/// A client in Java of a server in Erlang, `erlang/store.erl`: a `gen_server` that keeps values by
/// key. Records are the tuples it expects.
public final class ErlangClient {
  private ErlangClient() {}

  // <store>
  sealed interface Request {}

  /// {@code {put, <<"colour">>, <<"blue">>}}, answered with what was there: {@code undefined} or a
  /// value.
  record Put(String key, String value) implements Request, Call<Optional<String>> {}

  record Get(String key) implements Request, Call<Optional<String>> {}

  record Crash() implements Request, Call<String> {}

  static String talk(Self self, NodeName erlang) {
    ServerRef<Request> store = ServerRef.to(Request.class, "store", erlang);
    store.call(self, new Put("colour", "blue"));
    Optional<String> before = store.call(self, new Put("colour", "green"));
    Optional<String> now = store.call(self, new Get("colour"));
    try {
      return store.call(self, new Crash());
    } catch (CallException failed) {
      return before.orElse("?") + ", then " + now.orElse("?") + ", then " + failed.kind();
    }
  }

  // </store>

  /// @param arguments the name of the Erlang node
  public static void main(String[] arguments) throws Exception {
    NodeName erlang = NodeName.of(arguments[0]);
    try (Node node = Node.start(NodeOptions.of("java@127.0.0.1"))) {
      String said = Errand.run(node.processes(), self -> talk(self, erlang));
      System.out.println(said);
    }
  }
}
