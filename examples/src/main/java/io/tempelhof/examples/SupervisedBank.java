package io.tempelhof.examples;

import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerContext;
import io.tempelhof.runtime.server.ServerRef;
import io.tempelhof.runtime.supervise.ChildSpec;
import io.tempelhof.runtime.supervise.Supervisor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A bank whose clerk falls over a bad cheque and is back before the next customer; the vault, a
/// process of its own, has kept the money.
public final class SupervisedBank {
  // <supervised>
  sealed interface Request {}

  record Deposit(String account, long amount) implements Request, Call<Long> {}

  record Balance(String account) implements Request, Call<Long> {}

  /// Keeps what must not be lost when somebody falls over.
  static final class Vault implements Server<Request> {
    private final Map<String, Long> accounts = new HashMap<>();

    @Override
    public Object handleCall(Request request, From from) {
      return switch (request) {
        case Deposit(String account, long amount) -> accounts.merge(account, amount, Long::sum);
        case Balance(String account) -> accounts.getOrDefault(account, 0L);
      };
    }
  }

  /// Talks to customers.
  record Clerk(ServerContext context) implements Server<Request> {
    @Override
    public Object handleCall(Request request, From from) {
      if (request instanceof Deposit(_, long amount) && amount < 0) {
        throw new IllegalArgumentException("a cheque of " + amount);
      }
      return ServerRef.to(Request.class, "vault").ask(context.self(), request);
    }
  }

  static Supervisor bank() {
    return Supervisor.of(
        Strategy.ONE_FOR_ONE,
        Intensity.of(3, Duration.ofSeconds(5)),
        ChildSpec.of("vault", Server.of(Request.class, _ -> new Vault()).named("vault")),
        ChildSpec.of("clerk", Server.of(Request.class, Clerk::new).named("clerk")));
  }

  static String customer(Self self) {
    ServerRef<Request> clerk = ServerRef.to(Request.class, "clerk");
    clerk.call(self, new Deposit("anna", 120));
    Pid first = self.whereis("clerk").orElseThrow();
    try {
      return "accepted: " + clerk.call(self, new Deposit("anna", -1));
    } catch (CallException fell) {
      while (self.whereis("clerk").filter(next -> !next.equals(first)).isEmpty()) {
        self.receive(Duration.ofMillis(10)); // the supervisor starts another
      }
      return fell.kind() + "; anna still has " + clerk.call(self, new Balance("anna"));
    }
  }

  // </supervised>

  private SupervisedBank() {}

  public static void main(String[] arguments) throws Exception {
    try (Node node = Node.start(NodeOptions.of("bank@127.0.0.1"))) {
      bank().start(node.processes());
      String said = Errand.run(node.processes(), SupervisedBank::customer);
      System.out.println(said);
    }
  }
}
