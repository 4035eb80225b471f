package io.tempelhof.interop;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A process of ours that does what a process of {@code trials.erl} tells it, and answers {@code
/// {Puppet, Answer}}.
final class Puppet implements Body {
  /// The name of the one that makes the others.
  static final String MASTER = "puppeteer";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Atom OK = Atom.of("ok");
  private static final Atom NONE = Atom.of("none");
  private static final Pattern<Term> LARGE =
      Pattern.term(t -> t instanceof Tuple n && n.arity() == 3 && n.at(2) instanceof Binary);

  /// What a puppet understands; {@code from} gets the answer.
  sealed interface Order {
    Pid from();

    record Spawn(Pid from) implements Order {}

    record Register(Pid from, Atom name) implements Order {}

    record Link(Pid from, Pid peer) implements Order {}

    record Unlink(Pid from, Pid peer) implements Order {}

    record Monitor(Pid from, Pid target) implements Order {}

    record MonitorName(Pid from, Atom name, Atom node) implements Order {}

    record Demonitor(Pid from, Ref ref) implements Order {}

    record DemonitorFlush(Pid from, Ref ref) implements Order {}

    record TrapExits(Pid from, boolean trap) implements Order {}

    /// Ends the puppet; the only order without an answer.
    record Exit(Pid from, Term reason) implements Order {}

    record ExitOther(Pid from, Pid target, Term reason) implements Order {}

    record NextExit(Pid from) implements Order {}

    record ExitWaiting(Pid from) implements Order {}

    record FlushExits(Pid from) implements Order {}

    record NextDown(Pid from, Ref ref) implements Order {}

    record DownWaiting(Pid from) implements Order {}

    /// From now on, to end as {@code may_not_reach} says.
    record HeedOrder(Pid from) implements Order {}

    /// To send what the other must not receive after the exit signal.
    record TryOrder(Pid from, Pid target) implements Order {}

    /// To send 1 to {@code count} to {@code from} and to its name by turns, then to end.
    record Burst(Pid from, Atom name, int count) implements Order {}

    /// To receive 1 to {@code count} in order, and then the end of the sender.
    record Count(Pid from, Pid sender, int count) implements Order {}

    /// To send {@code {Puppet, 1..count, Binary}} of so many bytes each to {@code from}, then to
    /// end.
    record BurstLarge(Pid from, int bytes, int count) implements Order {}

    /// To receive {@code {Sender, 1..count, Binary}} in order, as many as come before its end.
    record CountLarge(Pid from, Pid sender, int count) implements Order {}

    /// To receive one such message.
    record NextLarge(Pid from) implements Order {}

    record LargeWaiting(Pid from) implements Order {}

    record Alias(Pid from) implements Order {}

    record Unalias(Pid from, Ref alias) implements Order {}

    /// To receive {@code {1..count, Sender}} of each of so many senders, each in order.
    record CountEach(Pid from, int senders, int count) implements Order {}
  }

  @Override
  public void run(Self self) {
    while (true) {
      Order order = self.receive(Order.class);
      self.send(order.from(), Tuple.of(self.pid(), obey(self, order)));
    }
  }

  private static Term obey(Self self, Order order) {
    return switch (order) {
      case Order.Spawn _ -> self.spawn(new Puppet());
      case Order.Register o -> {
        self.register(o.name().text());
        yield OK;
      }
      case Order.Link o -> {
        self.link(o.peer());
        yield Atom.of("linked");
      }
      case Order.Unlink o -> {
        self.unlink(o.peer());
        yield Atom.of("unlinked");
      }
      case Order.Monitor o -> self.monitor(o.target());
      case Order.MonitorName o -> self.monitor(o.name().text(), NodeName.of(o.node().text()));
      case Order.Demonitor o -> Atom.of("" + self.demonitor(o.ref()));
      case Order.DemonitorFlush o -> Atom.of("" + self.demonitorFlush(o.ref()));
      case Order.TrapExits o -> {
        self.trapExits(o.trap());
        yield OK;
      }
      case Order.Exit o -> throw self.exit(o.reason());
      case Order.ExitOther o -> {
        self.exit(o.target(), o.reason());
        yield OK;
      }
      case Order.NextExit _ -> exit(self, PATIENCE);
      case Order.ExitWaiting _ -> exit(self, Duration.ZERO);
      case Order.FlushExits _ -> {
        while (exit(self, Duration.ZERO) != NONE) {}
        yield OK;
      }
      case Order.NextDown o ->
          down(self, Pattern.of(Down.class).where(d -> d.ref().equals(o.ref())), PATIENCE);
      case Order.DownWaiting _ -> down(self, Pattern.of(Down.class), Duration.ZERO);
      case Order.HeedOrder _ -> heedOrder(self);
      case Order.TryOrder o -> tryOrder(self, o.target());
      case Order.Burst o -> burst(self, o);
      case Order.Count o -> count(self, o);
      case Order.CountEach o -> countEach(self, o);
      case Order.BurstLarge o -> burstLarge(self, o);
      case Order.CountLarge o -> countLarge(self, o);
      case Order.NextLarge _ -> large(self, PATIENCE);
      case Order.LargeWaiting _ -> large(self, Duration.ZERO);
      case Order.Alias _ -> self.alias();
      case Order.Unalias o -> Atom.of("" + self.unalias(o.alias()));
    };
  }

  private static Term exit(Self self, Duration patience) {
    return self.receive(Exited.class, patience)
        .<Term>map(exited -> Tuple.of(exited.from(), exited.reason()))
        .orElse(NONE);
  }

  private static Term down(Self self, Pattern<Down> pattern, Duration patience) {
    return self.receive(pattern, patience).map(Down::reason).orElse(NONE);
  }

  private static Term heedOrder(Self self) {
    while (true) {
      if (self.receive(Atom.class).equals(Atom.of("may_not_reach"))) {
        throw self.exit(Atom.of("bad_order"));
      }
    }
  }

  private static Term tryOrder(Self self, Pid target) {
    for (int i = 0; i < 3; i++) {
      self.send(target, Atom.of("may_reach"));
    }
    self.exit(target, Atom.of("good_order"));
    for (int i = 0; i < 3; i++) {
      self.send(target, Atom.of("may_not_reach"));
    }
    return Atom.of("tried");
  }

  private static Term burst(Self self, Order.Burst order) {
    NodeName node = NodeName.of(order.from().node().text());
    for (int i = 1; i <= order.count(); i++) {
      if (i % 2 == 0) {
        self.send(order.from(), i);
      } else {
        self.send(order.name().text(), node, i);
      }
    }
    throw self.exit(Atom.of("normal"));
  }

  private static Term count(Self self, Order.Count order) {
    Ref ref = self.monitor(order.sender());
    for (long expected = 1; expected <= order.count(); expected++) {
      long got = self.receive(Long.class);
      if (got != expected) {
        return Tuple.of(Atom.of("got"), Atom.of(got + " for " + expected));
      }
    }
    return down(self, Pattern.of(Down.class).where(d -> d.ref().equals(ref)), PATIENCE);
  }

  private static Term burstLarge(Self self, Order.BurstLarge order) {
    Binary large = Binary.of(new byte[order.bytes()]);
    for (int i = 1; i <= order.count(); i++) {
      self.send(order.from(), Tuple.of(self.pid(), Int.of(i), large));
    }
    throw self.exit(Atom.of("normal"));
  }

  private static Term countLarge(Self self, Order.CountLarge order) {
    Ref ref = self.monitor(order.sender());
    Pattern<Term> largeOrDown =
        Pattern.term(t ->
            t instanceof Tuple n
                && (n.at(0).equals(order.sender()) || (n.arity() == 5 && n.at(1).equals(ref))));
    for (int expected = 1; ; expected++) {
      Tuple message = (Tuple) self.receive(largeOrDown);
      if (message.arity() == 5) {
        return expected > order.count() || !message.at(4).equals(Atom.of("normal"))
            ? message.at(4)
            : Tuple.of(Atom.of("only"), Int.of(expected - 1L));
      } else if (!message.at(1).equals(Int.of(expected))) {
        return Tuple.of(Atom.of("got"), message.at(1), Int.of(expected));
      }
    }
  }

  private static Term large(Self self, Duration patience) {
    return self.receive(LARGE, patience).<Term>map(_ -> Atom.of("one")).orElse(NONE);
  }

  private static Term countEach(Self self, Order.CountEach order) {
    Map<Pid, Long> last = new HashMap<>();
    Pattern<Term> numbered =
        Pattern.term(
            t -> t instanceof Tuple pair && pair.arity() == 2 && pair.at(1) instanceof Pid);
    for (int i = 0; i < order.senders() * order.count(); i++) {
      Tuple message = (Tuple) self.receive(numbered);
      Pid sender = (Pid) message.at(1);
      long number = Long.parseLong(message.at(0).toString());
      if (number != 1 + last.getOrDefault(sender, 0L)) {
        return Tuple.of(Atom.of("wrong"), message.at(0), sender);
      }
      last.put(sender, number);
    }
    return OK;
  }
}
