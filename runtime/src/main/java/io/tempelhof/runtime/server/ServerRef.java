package io.tempelhof.runtime.server;

import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Deadline;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Question;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A server to be asked: one of ours, here or elsewhere, or a genuine {@code gen_server}, {@code
/// gen_statem} or {@code GenServer}. It is a value; there need be no such server.
///
/// A call fails with {@link CallException}. Its answer comes by an alias: one that comes too late
/// comes to nothing.
///
/// From inside a process everything goes by its {@link Self}; a thread outside gives the {@link
/// Processes} of its node instead.
///
/// @param <M> what the server understands
public final class ServerRef<M> {
  /// As in OTP.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final TermMapping<Term> ANY_TERM = TermMapping.of(Term.class);
  private static final ClassValue<TermMapping<?>> ANSWERS =
      new ClassValue<>() {
        @Override
        protected TermMapping<?> computeValue(Class<?> request) {
          return TermMapping.ofArgument(request, Call.class);
        }
      };

  private final Class<M> type;
  private final Term address;
  private final @Nullable NodeName node;
  private final Duration timeout;

  private ServerRef(Class<M> type, Term address, @Nullable NodeName node, Duration timeout) {
    this.type = type;
    this.address = address;
    this.node = node;
    this.timeout = timeout;
  }

  /// A server by its pid.
  public static <M> ServerRef<M> to(Class<M> type, Pid pid) {
    return new ServerRef<>(type, pid, null, TIMEOUT);
  }

  /// The server that has this name on the asking node at that time.
  public static <M> ServerRef<M> to(Class<M> type, String name) {
    return new ServerRef<>(type, Atom.of(name), null, TIMEOUT);
  }

  /// The server that has this name on that node at that time.
  public static <M> ServerRef<M> to(Class<M> type, String name, NodeName node) {
    return new ServerRef<>(type, Atom.of(name), node, TIMEOUT);
  }

  /// The same, with so much time for each call in place of 5 s.
  public ServerRef<M> within(Duration timeout) {
    return new ServerRef<>(type, address, node, timeout);
  }

  // Asking.

  /// Asks, and waits for the answer.
  ///
  /// @throws CallException if there is none in time, or it is none that the request promises
  /// @throws IllegalArgumentException if the request is none of this server's type
  public <R> R call(Self self, Call<R> request) {
    return call(self, request, answerTo(request));
  }

  /// Asks, and gives the answer as a term.
  ///
  /// @throws CallException if there is none in time
  public Term ask(Self self, M request) {
    return call(self, request, ANY_TERM);
  }

  private <R> R call(Self self, Object request, TermMapping<R> answer) {
    MonitorTable.Target target = targetOf(self);
    Question question = Question.callWaiting(self, target, request);
    return new PendingCall<>(question, answer, this, target.node()).await(timeout);
  }

  /// Asks, and does not wait.
  ///
  /// @throws IllegalArgumentException if the request is none of this server's type
  public <R> PendingCall<R> sendCall(Self self, Call<R> request) {
    return send(self, request, answerTo(request));
  }

  /// Asks, and does not wait; the answer is a term.
  public PendingCall<Term> sendAsk(Self self, M request) {
    return send(self, request, ANY_TERM);
  }

  private <R> PendingCall<R> send(Self self, Object request, TermMapping<R> answer) {
    MonitorTable.Target target = targetOf(self);
    Question question = Question.call(self, target, request);
    return new PendingCall<>(question, answer, this, target.node());
  }

  @SuppressWarnings("unchecked") // that is what is computed for this class
  private <R> TermMapping<R> answerTo(Call<R> request) {
    if (!type.isInstance(request)) {
      throw new IllegalArgumentException(request + " is no " + type.getName());
    }
    return (TermMapping<R>) ANSWERS.get(request.getClass());
  }

  /// What a process asks that is to wait for the answer: not itself.
  private MonitorTable.Target targetOf(Self self) {
    if (isItself(self)) {
      throw CallException.callingSelf(toString());
    }
    return target(self.node());
  }

  private boolean isItself(Self self) {
    return switch (address) {
      case Pid pid -> pid.equals(self.pid());
      case Atom name ->
          (node == null || node.equals(self.node()))
              && self.name().filter(name.text()::equals).isPresent();
      default -> false;
    };
  }

  /// Asks in the protocol of another behaviour, {@code {Label, From, Request}} (OTP's {@code
  /// gen:call}), and waits for the answer.
  ///
  /// @throws CallException if there is none in time
  public Term ask(Self self, Term label, M request) {
    MonitorTable.Target target = targetOf(self);
    Question question = Question.ask(self, target, label, request);
    return new PendingCall<>(question, ANY_TERM, this, target.node()).await(timeout);
  }

  /// Tells, and waits for no answer: whether there is a server is not known.
  public void cast(Self self, M request) {
    send(self, new GenMessage.Cast(request));
  }

  /// Sends it a message, which for a {@link Server} is information.
  public void send(Self self, Object message) {
    switch (target(self.node()).target()) {
      case Pid pid -> self.send(pid, message);
      case Atom name when node == null -> self.send(name.text(), message);
      case Atom name -> self.send(name.text(), node, message);
      default -> throw new IllegalStateException(this + " is no process");
    }
  }

  /// Ends the server with this reason, as {@code gen_server:stop}: its {@link Server#terminate} is
  /// called, and it has ended when this returns.
  ///
  /// @throws CallException if it has not ended in time, or ended with another reason, or there is
  ///   none
  public void stop(Self self, Object reason) {
    Term wanted = TermMapping.toTerm(reason);
    MonitorTable.Target target = targetOf(self);
    Deadline deadline = Deadline.in(self, timeout);
    Ref monitor = monitor(self, target);
    Question order = Question.sys(self, target, Tuple.of(Atom.of("terminate"), wanted));
    Optional<Question.Outcome> _ = order.poll(timeout);
    Pattern<Down> end = Pattern.of(Down.class).where(down -> down.ref().equals(monitor));
    Optional<Down> down = self.receive(end, deadline.left());
    order.abandon();
    if (down.isEmpty()) {
      self.demonitorFlush(monitor);
      throw CallException.timeout(toString(), timeout);
    }
    if (!down.get().reason().equals(wanted)) {
      throw CallException.gone(toString(), target.node(), down.get().reason());
    }
  }

  private Ref monitor(Self self, MonitorTable.Target target) {
    return switch (target.target()) {
      case Pid pid -> self.monitor(pid);
      case Atom name when node == null -> self.monitor(name.text());
      case Atom name -> self.monitor(name.text(), node);
      default -> throw new IllegalStateException(this + " is no process");
    };
  }

  // From outside all processes.

  /// Asks like {@link #call(Self, Call)}, from outside all processes.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited: the server may get
  ///   the request nonetheless
  public <R> R call(Processes processes, Call<R> request) throws InterruptedException {
    return outside(processes, self -> call(self, request));
  }

  /// Asks like {@link #ask(Self, Object)}, from outside all processes.
  ///
  /// @throws InterruptedException as {@link #call(Processes, Call)}
  public Term ask(Processes processes, M request) throws InterruptedException {
    return outside(processes, self -> ask(self, request));
  }

  /// Tells like {@link #cast(Self, Object)}, from outside all processes.
  ///
  /// @throws InterruptedException if the thread was interrupted while it waited for room: nothing
  ///   was sent
  public void cast(Processes processes, M request) throws InterruptedException {
    GenMessage message = new GenMessage.Cast(request);
    switch (target(processes.node()).target()) {
      case Pid pid -> processes.send(pid, message);
      case Atom name when node == null -> processes.send(name.text(), message);
      case Atom name -> processes.send(name.text(), node, message);
      default -> throw new IllegalStateException(this + " is no process");
    }
  }

  /// Ends the server like {@link #stop(Self, Object)}, from outside all processes.
  ///
  /// @throws InterruptedException as {@link #call(Processes, Call)}
  public void stop(Processes processes, Object reason) throws InterruptedException {
    outside(
        processes,
        self -> {
          stop(self, reason);
          return true;
        });
  }

  private static <T> T outside(Processes processes, Errand<T> errand) throws InterruptedException {
    try {
      return Errand.run(processes, errand);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CallException failed -> throw failed.again();
        case RuntimeException refused -> throw refused;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private MonitorTable.Target target(NodeName here) {
    Atom there = address instanceof Pid pid ? pid.node() : (node == null ? here : node).atom();
    return new MonitorTable.Target(address, there);
  }

  /// The server's pid, or its name and, if not the asking one, its node.
  @Override
  public String toString() {
    return node == null ? address.toString() : address + " on " + node;
  }
}
