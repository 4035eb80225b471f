package io.tempelhof.testkit;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.MailboxLimit;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process of the test's own: it sends, links and monitors as it is told, and keeps what comes to
/// it until the test asks. It traps exits.
///
/// ```java
/// Probe probe = Probe.on(node.processes());
/// probe.send("till", new Report(probe.pid()));
/// assertEquals(30, probe.expect(Sum.class).amount());
/// ```
///
/// Three kinds of question: {@code expect} is about the next message, and fails at once if that is
/// another; {@code fish} takes the first that matches and leaves the others where they are, as a
/// selective receive does; {@code expectNothing} is about all that have not been taken. {@link
/// #ignoring} keeps what does not matter out of all of them. They wait in real time, {@link
/// Patience} long unless told otherwise, and fail with an {@link AssertionError} that says what
/// there is instead.
///
/// Messages are matched by their term form, as everywhere. A probe keeps 100,000 of them; what
/// comes beyond that is counted and shown.
public final class Probe implements AutoCloseable {
  private static final Atom WAKE = Atom.of("$tempelhof_testkit_wake");
  private static final Atom CLOSED = Atom.of("closed");

  private final Processes processes;
  private final Supplier<String> circumstances;
  private final Letters letters = new Letters();
  private final Queue<Order<?>> orders = new ConcurrentLinkedQueue<>();
  private final List<Pattern<?>> ignored = new CopyOnWriteArrayList<>();
  private final Pid pid;
  private volatile boolean closing;
  private volatile boolean over;

  /// What the process is to do.
  private record Order<T>(InProcess.Work<T> work, CompletableFuture<T> outcome) {
    void obey(Self me) {
      InProcess.perform(work, me, outcome);
    }
  }

  private Probe(Processes processes, @Nullable String name, Supplier<String> circumstances) {
    this.processes = processes;
    this.circumstances = circumstances;
    pid = name == null ? processes.spawn(this::live) : processes.spawn(name, this::live);
  }

  /// A new one among these processes.
  public static Probe on(Processes processes) {
    return new Probe(processes, null, () -> "");
  }

  /// A new one that is registered under a name, in place of a process that others talk to.
  ///
  /// @throws io.tempelhof.runtime.NameTakenException if the name has an owner
  public static Probe on(Processes processes, String name) {
    return new Probe(processes, name, () -> "");
  }

  /// @param circumstances what else a failure says
  static Probe on(Processes processes, @Nullable String name, Supplier<String> circumstances) {
    return new Probe(processes, name, circumstances);
  }

  /// What others send to.
  public Pid pid() {
    return pid;
  }

  // The process.

  private void live(Self me) {
    Term reason = Atom.of("killed");
    try {
      me.limitMailbox(MailboxLimit.NONE);
      me.trapExits(true);
      while (!closing) {
        Term message = me.receive();
        if (message.equals(WAKE)) {
          obey(me);
        } else if (ignored.stream().noneMatch(pattern -> pattern.matching(message).isPresent())) {
          letters.put(message);
        }
      }
      reason = CLOSED;
    } catch (ProcessExit exit) {
      reason = exit.reason();
      throw exit;
    } finally {
      letters.end(reason);
      over = true; // whoever orders from here on sees it
      refuse();
    }
  }

  private void obey(Self me) {
    Order<?> order;
    while ((order = orders.poll()) != null) {
      order.obey(me);
    }
  }

  // Doing.

  /// Runs code in the probe's process and waits for its end. What it receives itself, the answer to
  /// a call for example, is not seen by the probe; what came before is not seen by it.
  ///
  /// @return what it gives
  /// @throws AssertionError as {@link InProcess#run}
  public <T> T run(InProcess.Work<T> work) {
    Order<T> order = new Order<>(work, new CompletableFuture<>());
    orders.add(order);
    wake();
    if (over) {
      refuse();
    }
    return InProcess.await(order.outcome(), Patience.DEFAULT, () -> Words.process(processes, pid));
  }

  private void refuse() {
    Order<?> order;
    while ((order = orders.poll()) != null) {
      order.outcome().completeExceptionally(failure("the probe can do nothing any more"));
    }
  }

  private void wake() {
    try {
      processes.send(pid, WAKE);
    } catch (InterruptedException e) {
      throw new IllegalStateException("there is always room for a local message", e);
    }
  }

  private void act(InProcess.Act act) {
    boolean _ = run(InProcess.asWork(act));
  }

  /// Sends a message to a process.
  public void send(Pid to, Object message) {
    act(me -> me.send(to, message));
  }

  /// Sends a message to the process with this name on the probe's node.
  public void send(String name, Object message) {
    act(me -> me.send(name, message));
  }

  /// Sends a message to the process with this name on that node.
  public void send(String name, NodeName node, Object message) {
    act(me -> me.send(name, node, message));
  }

  /// Watches a process; {@link #expectDown(Pid)} is for what comes of it.
  public Ref monitor(Pid target) {
    return run(me -> me.monitor(target));
  }

  /// Watches the process with this name on that node.
  public Ref monitor(String name, NodeName node) {
    return run(me -> me.monitor(name, node));
  }

  /// Links a process to the probe; {@link #expectExit} is for what comes of it.
  public void link(Pid peer) {
    act(me -> me.link(peer));
  }

  /// Asks a process to exit.
  public void exit(Pid target, Object reason) {
    act(me -> me.exit(target, reason));
  }

  // Expecting.

  /// The next message, which must be of this type.
  public <T> T expect(Class<T> type) {
    return expect(Pattern.of(type));
  }

  /// The same, which must come within this time.
  public <T> T expect(Class<T> type, Duration patience) {
    return expect(Pattern.of(type), patience);
  }

  /// The next message, which must match.
  public <T> T expect(Pattern<T> pattern) {
    return expect(pattern, Patience.DEFAULT);
  }

  /// The same, which must come within this time.
  public <T> T expect(Pattern<T> pattern, Duration patience) {
    return await(
        "expected as the next message: " + pattern,
        patience,
        waiting -> {
          if (waiting.isEmpty()) {
            return null;
          }
          Optional<T> next = pattern.matching(waiting.get(0));
          if (next.isEmpty()) {
            throw failure(
                "expected as the next message: "
                    + pattern
                    + ", but that is "
                    + Words.message(waiting.get(0)));
          }
          letters.take(0);
          return next.get();
        });
  }

  /// The next message, which must be equal to this one in its term form.
  public void expectEqual(Object message) {
    Term form = TermMapping.toTerm(message);
    Term _ =
        await(
            "expected as the next message: " + Words.message(form),
            Patience.DEFAULT,
            waiting -> {
              if (waiting.isEmpty()) {
                return null;
              }
              if (!waiting.get(0).equals(form)) {
                throw failure(
                    "expected as the next message: "
                        + Words.message(form)
                        + ", but that is "
                        + Words.message(waiting.get(0)));
              }
              return letters.take(0);
            });
  }

  /// The first message of this type, now or later.
  public <T> T fish(Class<T> type) {
    return fish(Pattern.of(type));
  }

  /// The first message that matches, now or later.
  public <T> T fish(Pattern<T> pattern) {
    return fish(pattern, Patience.DEFAULT);
  }

  /// The same, which must come within this time.
  public <T> T fish(Pattern<T> pattern, Duration patience) {
    return fish("expected: " + pattern, pattern, patience);
  }

  private <T> T fish(String what, Pattern<T> pattern, Duration patience) {
    return await(
        what,
        patience,
        waiting -> {
          for (int i = 0; i < waiting.size(); i++) {
            Optional<T> found = pattern.matching(waiting.get(i));
            if (found.isPresent()) {
              letters.take(i);
              return found.get();
            }
          }
          return null;
        });
  }

  /// That a monitor on this process fires. Leaves other messages where they are.
  public Down expectDown(Pid target) {
    return fish(
        "expected: the DOWN of " + target,
        Pattern.of(Down.class).where(down -> down.source().equals(target)),
        Patience.DEFAULT);
  }

  /// That this monitor fires. Leaves other messages where they are.
  public Down expectDown(Ref monitor) {
    return fish(
        "expected: the DOWN of the monitor " + monitor,
        Pattern.of(Down.class).where(down -> down.ref().equals(monitor)),
        Patience.DEFAULT);
  }

  /// That this process, linked to the probe, ends. Leaves other messages where they are.
  public Exited expectExit(Pid peer) {
    return fish(
        "expected: the EXIT of " + peer,
        Pattern.of(Exited.class).where(exit -> exit.from().equals(peer)),
        Patience.DEFAULT);
  }

  /// That there is no message now. It says nothing of one that is on its way: after {@link
  /// VirtualTime#settle} or {@link VirtualTime#advance} none is, among the processes of a node.
  public void expectNothing() {
    expectNothing(Duration.ZERO);
  }

  /// That no message comes while so much real time passes, nor is there. All of that time is waited
  /// for; on a busy machine a message may still come later.
  public void expectNothing(Duration time) {
    Boolean some = look(time, waiting -> waiting.isEmpty() ? null : true);
    if (some != null) {
      throw failure(
          time.isZero()
              ? "expected no message, but there is one"
              : "expected no message for " + Patience.text(time) + ", but one came");
    }
    if (letters.isOver()) {
      throw failure("expected no message, and none can come");
    }
  }

  /// From now on messages that match are for nobody.
  public Probe ignoring(Pattern<?> pattern) {
    ignored.add(pattern);
    return this;
  }

  /// The messages not taken yet, oldest first.
  public List<Term> messages() {
    return letters.waiting();
  }

  /// Forgets the messages not taken yet.
  public void clear() {
    letters.clear();
  }

  private <T> T await(String what, Duration patience, Letters.Look<T> look) {
    T found = look(patience, look);
    if (found == null) {
      throw failure(what + ", within " + Patience.text(patience));
    }
    return found;
  }

  private <T> @Nullable T look(Duration patience, Letters.Look<T> look) {
    try {
      return letters.await(patience, look);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting at " + said());
    }
  }

  private AssertionError failure(String what) {
    return letters.failure(what, said(), circumstances);
  }

  private String said() {
    return "probe " + pid + " on " + processes.node();
  }

  /// Ends its process, and waits for that.
  @Override
  public void close() {
    closing = true;
    wake();
    Eventually.holds(this + " ends", () -> processes.info(pid).isEmpty());
  }

  @Override
  public String toString() {
    return said();
  }
}
