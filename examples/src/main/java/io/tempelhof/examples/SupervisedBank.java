package io.tempelhof.examples;

import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.server.Call;
import io.tempelhof.runtime.server.CallException;
import io.tempelhof.runtime.server.Server;
import io.tempelhof.runtime.server.ServerRef;
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

  // </supervised>

  private SupervisedBank() {}
}
