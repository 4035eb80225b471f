package io.tempelhof.examples;

import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
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
  /// Answered with what is on the account then.
  record Deposit(String account, long amount) implements Call<Long> {}

  /// Keeps what must not be lost when somebody falls over.
  record Vault(Map<String, Long> accounts) implements Server<Deposit> {
    @Override
    public Object handleCall(Deposit deposit, From from) {
      return accounts.merge(deposit.account(), deposit.amount(), Long::sum);
    }
  }

  record Clerk(ServerContext context) implements Server<Deposit> {
    @Override
    public Object handleCall(Deposit deposit, From from) {
      if (deposit.amount() < 0) {
        throw new IllegalArgumentException("a cheque of " + deposit.amount());
      }
      return ServerRef.to(Deposit.class, "vault").call(context.self(), deposit);
    }
  }

  static Supervisor bank() {
    return Supervisor.of(
        Strategy.ONE_FOR_ONE,
        Intensity.of(3, Duration.ofSeconds(5)),
        ChildSpec.of(
            "vault", Server.of(Deposit.class, _ -> new Vault(new HashMap<>())).named("vault")),
        ChildSpec.of("clerk", Server.of(Deposit.class, Clerk::new).named("clerk")));
  }

  static String customer(Self self) {
    ServerRef<Deposit> clerk = ServerRef.to(Deposit.class, "clerk");
    clerk.call(self, new Deposit("anna", 100));
    var first = self.whereis("clerk").orElseThrow();
    try {
      return "accepted: " + clerk.call(self, new Deposit("anna", -1));
    } catch (CallException fell) {
      while (self.whereis("clerk").filter(next -> !next.equals(first)).isEmpty()) {
        self.receive(Duration.ofMillis(10)); // the supervisor starts another
      }
      return fell.kind() + "; anna has " + clerk.call(self, new Deposit("anna", 20));
    }
  }

  // </supervised>

  private SupervisedBank() {}

  public static void main(String[] arguments) throws Exception {
    try (Node node = Node.start(NodeOptions.of("bank@127.0.0.1"))) {
      bank().start(node.processes());
      System.out.println(Errand.run(node.processes(), SupervisedBank::customer));
    }
  }
}
