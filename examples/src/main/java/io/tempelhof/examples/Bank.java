package io.tempelhof.examples;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Self;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A process that keeps state and says which messages it understands, and another one that watches
/// it. The guide shows what stands between the marks.
public final class Bank {
  private Bank() {}

  // <bank>
  sealed interface Command {}

  record Deposit(String account, long amount) implements Command {}

  record Balance(Pid to, String account) implements Command {}

  static void bank(Self self) {
    Map<String, Long> accounts = new HashMap<>();
    while (true) {
      switch (self.receive(Command.class)) {
        case Deposit(String account, long amount) -> accounts.merge(account, amount, Long::sum);
        case Balance(Pid to, String account) -> self.send(to, accounts.getOrDefault(account, 0L));
      }
    }
  }

  static void customer(Self self, Pid bank) {
    self.monitor(bank);
    self.send(bank, new Deposit("anna", 100));
    self.send(bank, new Deposit("anna", 20));
    self.send(bank, new Balance(self.pid(), "anna"));
    System.out.println("anna has " + self.receive(Long.class));
    self.exit(bank, Atom.of("robbed"));
    System.out.println("the bank is " + self.receive(Down.class).reason());
  }

  // </bank>

  public static void main(String[] arguments) throws Exception {
    try (Node shop = Node.start(NodeOptions.of("shop@127.0.0.1"))) {
      Pid bank = shop.spawn("bank", Bank::bank);
      var done = new CompletableFuture<Void>();
      shop.spawn(self -> {
        customer(self, bank);
        done.complete(null);
      });
      done.get();
    }
  }
}
