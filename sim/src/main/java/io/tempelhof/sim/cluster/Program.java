package io.tempelhof.sim.cluster;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The processes of one node: a *caller*, which sends numbered signals to the workers of other
/// nodes and may monitor and link itself to them, and a *worker*, which checks what it hears. A
/// number is counted from 0 again after the caller was told {@code noconnection}: what was lost
/// before is accounted for by that, nothing after it may be missing.
public final class Program {
  private static final int CALLER = 1;
  private static final int FIRST_WORKER = 2;

  /// The external form of {@code {Sender, Epoch, Number}}: a version byte, a tuple of three
  /// integers.
  private static final int BYTES = 3 + 3 * 5;

  private static final byte VERSION = (byte) 131;
  private static final byte SMALL_TUPLE = 104;
  private static final byte INTEGER = 98;

  /// What the caller has said to the worker of another node.
  private static final class Said {
    final SimNode to;
    int epoch;
    int next;

    /// The monitor that is to tell of a break; null if there is none (any more).
    @Nullable Ref monitor;

    Said(SimNode to) {
      this.to = to;
    }
  }

  /// What the worker has heard from the caller of another node.
  private static final class Heard {
    int epoch;
    int next;
  }

  private final SimNode node;
  private final Programs programs;
  private final Map<Integer, Said> said = new LinkedHashMap<>(0);
  private final Map<Integer, Heard> heard = new LinkedHashMap<>(0);

  /// The caller's monitors that have not fired, and to whom each belongs.
  private final Map<Ref, Said> monitors = new LinkedHashMap<>(0);

  /// Workers the caller is linked to.
  private final Set<Pid> links = new LinkedHashSet<>(0);

  /// Who monitors the worker, by the reference.
  private final Map<Ref, Pid> watchers = new LinkedHashMap<>(0);

  /// Callers the worker is linked to.
  private final Set<Pid> linked = new LinkedHashSet<>(0);

  private int references;
  private int worker = FIRST_WORKER;
  private boolean workerEnded;

  Program(SimNode node, Programs programs) {
    this.node = node;
    this.programs = programs;
  }

  private static Pid caller(SimNode node) {
    return new Pid(node.name().atom(), CALLER, 0, node.creation());
  }

  private static Pid worker(SimNode node) {
    return new Pid(node.name().atom(), node.program().worker, 0, node.creation());
  }

  /// The caller says the next number to the worker there.
  public void say(SimNode to) {
    Said pair = said.computeIfAbsent(to.index(), _ -> new Said(to));
    byte[] term =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .put(SMALL_TUPLE)
            .put((byte) 3)
            .put(INTEGER)
            .putInt(node.index())
            .put(INTEGER)
            .putInt(pair.epoch)
            .put(INTEGER)
            .putInt(pair.next++)
            .array();
    programs.count(Programs.Count.SENT, 1);
    node.say(to.name(), new Signal.Send(caller(node), worker(to), Encoded.of(term)));
  }

  /// The caller monitors the worker there and links itself to it, if it does not yet.
  public void attach(SimNode to) {
    if (monitor(to) && links.add(worker(to))) {
      node.say(to.name(), new Signal.Link(caller(node), worker(to)));
    }
  }

  /// The caller monitors the worker there.
  ///
  /// @return false if it does so already
  public boolean monitor(SimNode to) {
    Said pair = said.computeIfAbsent(to.index(), _ -> new Said(to));
    if (pair.monitor == null) {
      Ref ref = new Ref(node.name().atom(), node.creation(), ++references, 0, 0);
      pair.monitor = ref;
      monitors.put(ref, pair);
      node.say(to.name(), new Signal.Monitor(caller(node), worker(to), ref));
      return true;
    }
    return false;
  }

  /// Whether the caller monitors the worker there.
  public boolean isAttached(SimNode to) {
    Said pair = said.get(to.index());
    return pair != null && pair.monitor != null;
  }

  /// The worker ends. Whoever monitors it or is linked to it learns that.
  public void endWorker() {
    workerEnded = true;
    watchers.forEach((ref, watcher) ->
        tell(watcher, new Signal.Down(worker(node), watcher, ref, ExitReason.NORMAL)));
    linked.forEach(peer -> tell(peer, new Signal.Exit(worker(node), peer, ExitReason.NORMAL)));
    watchers.clear();
    linked.clear();
  }

  /// The worker ends, and another process takes its place.
  public void replaceWorker() {
    endWorker();
    worker++;
    workerEnded = false;
  }

  private void tell(Pid to, Signal signal) {
    node.say(Programs.nodeOf(to), signal);
  }

  /// How many monitors and links of the caller have not fired.
  public int held() {
    int held = links.size();
    for (Said pair : said.values()) {
      held += pair.monitor == null ? 0 : 1;
    }
    return held;
  }

  /// How many signals the caller said to live workers that neither arrived nor were accounted for
  /// by a {@code noconnection}.
  public int missing() {
    int missing = 0;
    for (Said pair : said.values()) {
      if (pair.to.isAlive()) {
        Heard there = pair.to.program().heard.get(node.index());
        boolean sameEpoch = there != null && there.epoch == pair.epoch;
        missing += pair.next - (there != null && sameEpoch ? there.next : 0);
      }
    }
    return missing;
  }

  void heard(Signal signal) {
    switch (signal) {
      case Signal.Send s when s.to().creation() != node.creation() -> {} // to who lived here before
      case Signal.Message s -> heard(ByteBuffer.wrap(s.message().bytes()));
      case Signal.Monitor s -> {
        if (isWorker(s.target())) {
          watchers.put(s.ref(), s.from());
        } else {
          tell(s.from(), new Signal.Down(s.target(), s.from(), s.ref(), ExitReason.NOPROC));
        }
      }
      case Signal.Demonitor s -> watchers.remove(s.ref());
      case Signal.Link s -> {
        if (isWorker(s.to())) {
          linked.add(s.from());
        } else {
          tell(s.from(), new Signal.Exit(s.to(), s.from(), ExitReason.NOPROC));
        }
      }
      case Signal.Down s -> down(s);
      case Signal.Exit s -> exit(s);
      case Signal.Unlink _,
          Signal.UnlinkAck _,
          Signal.ExitRequest _,
          Signal.GroupLeader _,
          Signal.SpawnRequest _,
          Signal.SpawnReply _ ->
          throw new IllegalStateException(node + " does not expect " + signal);
    }
  }

  private boolean isWorker(Term target) {
    return !workerEnded && target.equals(worker(node));
  }

  private void heard(ByteBuffer term) {
    int from = term.getInt(4);
    int epoch = term.getInt(9);
    int number = term.getInt(14);
    Heard pair = heard.computeIfAbsent(from, _ -> new Heard());
    programs.count(Programs.Count.RECEIVED, 1);
    if (epoch > pair.epoch) {
      pair.epoch = epoch;
      pair.next = 0;
    }
    if (epoch < pair.epoch || number < pair.next) {
      programs.disorder(
          "%s expected number %d.%d from node %d, got %d.%d"
              .formatted(node, pair.epoch, pair.next, from, epoch, number));
      return;
    }
    programs.count(Programs.Count.LOST, number - pair.next);
    pair.next = number + 1;
  }

  private void down(Signal.Down down) {
    Said pair = monitors.remove(down.ref());
    if (pair == null) {
      programs.count(Programs.Count.FIRED_TWICE, 1);
      return;
    }
    programs.down();
    pair.monitor = null;
    if (down.reason().equals(ExitReason.NOCONNECTION)) {
      pair.epoch++;
      pair.next = 0;
    }
  }

  private void exit(Signal.Exit exit) {
    boolean known =
        exit.to().id() == CALLER ? links.remove(exit.from()) : linked.remove(exit.from());
    programs.count(known ? Programs.Count.FIRED : Programs.Count.FIRED_TWICE, 1);
  }
}
