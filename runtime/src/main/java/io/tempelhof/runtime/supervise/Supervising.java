package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.Replies;
import io.tempelhof.core.supervise.Restart;
import io.tempelhof.core.supervise.Supervision;
import io.tempelhof.core.supervise.SupervisionInput;
import io.tempelhof.core.supervise.SupervisionInput.NewChild;
import io.tempelhof.core.supervise.SupervisionOutput;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Exited;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.MailboxLimit;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.Time;
import io.tempelhof.runtime.behaviour.Behaviour;
import io.tempelhof.runtime.behaviour.Debug;
import io.tempelhof.runtime.behaviour.Launch;
import io.tempelhof.runtime.behaviour.Loop;
import io.tempelhof.runtime.behaviour.Startable;
import io.tempelhof.runtime.behaviour.Unhandled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A running supervisor: hears what children and others say, lets a {@link Supervision} decide.
final class Supervising implements Behaviour {
  /// So many requests may wait for an answer; further ones are refused with {@code system_limit}.
  static final int REQUESTS_MAX = 65_536;

  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);
  private static final TermMapping<Exited> EXIT = TermMapping.of(Exited.class);
  private static final TermMapping<Launch.Ready> READY = TermMapping.of(Launch.Ready.class);
  private static final Pattern<GenMessage> BUT_SYSTEM =
      GenMessage.any().where(message -> !(message instanceof GenMessage.Sys));

  private final Self self;
  private final Time time;
  private final Supervisor supervisor;
  private final Supervision supervision;
  private final Nursery nursery;
  private final SupervisorLog log;
  private final Unhandled unhandled;
  private final Debug debug;
  private final Deque<SupervisionInput> inputs = new ArrayDeque<>();
  private final Map<Long, ChildSpec> specs = new HashMap<>();
  private final Map<Long, From> requests = new HashMap<>();
  private long keys;
  private long numbers;
  private boolean ready;
  private @Nullable Term over;

  private Supervising(Self self, Supervisor supervisor, Debug debug) {
    this.self = self;
    this.time = Time.of(self);
    this.supervisor = supervisor;
    this.supervision = new Supervision(supervisor.settings());
    this.nursery = new Nursery(self);
    this.log = new SupervisorLog(self);
    this.unhandled = new Unhandled(self, Supervisor.class);
    this.debug = debug;
  }

  /// Starts the children. If one cannot, the process ends here, after all others.
  static Body begin(Self self, Supervisor supervisor) {
    self.trapExits(true);
    self.limitMailbox(MailboxLimit.NONE); // What is missed here may be a child's being ready.
    Debug debug = new Debug(self.pid());
    Supervising supervising = new Supervising(self, supervisor, debug);
    List<NewChild> first = new ArrayList<>();
    supervisor.children().forEach(child -> first.add(supervising.newChild(child)));
    supervising.step(new SupervisionInput.Begin(first));
    supervising.serveUntil(() -> supervising.ready || supervising.over != null);
    if (supervising.over != null) {
      throw self.exit(supervising.over);
    }
    return new Loop(self, supervising, debug);
  }

  private NewChild newChild(ChildSpec spec) {
    long key = ++keys;
    specs.put(key, spec);
    return new NewChild(key, spec.rules(supervision.isSimple() ? Supervisor.NO_ID : spec.idTerm()));
  }

  // The process's life: in the hands of a Loop, but while all start and while all end.

  private void serveUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Duration patience = patience();
      Optional<GenMessage> next =
          patience == null
              ? Optional.of(self.receive(BUT_SYSTEM))
              : self.receive(BUT_SYSTEM, patience);
      next.ifPresentOrElse(this::take, this::elapsed);
    }
  }

  @Override
  public boolean step() {
    return false;
  }

  @Override
  public @Nullable Duration patience() {
    long deadline = supervision.nextDeadline();
    return deadline == Long.MAX_VALUE ? null : Duration.ofNanos(Math.max(0, deadline - time.now()));
  }

  @Override
  public void elapsed() {
    step(new SupervisionInput.Timer());
  }

  @Override
  public @Nullable Term ending() {
    return over;
  }

  @Override
  public void terminate(Term reason) {
    if (over == null) {
      step(new SupervisionInput.Stop(reason));
      serveUntil(() -> over != null);
    }
  }

  @Override
  public void take(GenMessage message) {
    switch (message) {
      case GenMessage.Call(From from, Object request) -> asked(from, GenMessage.term(request));
      case GenMessage.Cast(Object request) -> unhandled.count("the cast", GenMessage.term(request));
      case GenMessage.Other(Object content) -> told(content);
      case GenMessage.Sys sys -> throw new IllegalStateException("not a supervisor's: " + sys);
    }
  }

  private void told(Object content) {
    Launch.Ready up = READY.matchValue(content);
    Down down = up == null ? DOWN.matchValue(content) : null;
    SupervisionInput input =
        up != null ? nursery.told(up) : down != null ? nursery.told(down) : null;
    if (input != null) {
      step(input);
      return;
    }
    Exited exit = EXIT.matchValue(content);
    if (exit == null) {
      unhandled.count("the message", GenMessage.term(content));
    } else if (Startable.parent().filter(exit.from()::equals).isPresent()) {
      // While all start; afterwards the loop sees to it.
      step(new SupervisionInput.Stop(exit.reason()));
    }
  }

  // Deciding.

  private void step(SupervisionInput input) {
    boolean atWork = !inputs.isEmpty();
    inputs.add(input);
    if (atWork) {
      return;
    }
    while (!inputs.isEmpty()) {
      supervision.step(inputs.peek(), time.now(), this::perform);
      inputs.remove();
    }
  }

  private void perform(SupervisionOutput output) {
    switch (output) {
      case SupervisionOutput.Start(long key) -> start(key);
      case SupervisionOutput.Exit(long key, Term reason) -> nursery.exit(key, reason);
      case SupervisionOutput.Forget(long key) -> specs.remove(key);
      case SupervisionOutput.Answer(long request, Term reply) -> {
        From from = requests.remove(request);
        if (from != null) {
          answer(from, reply);
        }
      }
      case SupervisionOutput.Ready() -> ready = true;
      case SupervisionOutput.Over(Term reason) -> over = reason;
      case SupervisionOutput.Report report -> log.say(report);
    }
  }

  private void start(long key) {
    ChildSpec spec = specs.get(key);
    if (spec == null) {
      throw new IllegalStateException("there is no child with the key " + key);
    }
    if (spec.restart() == Restart.TEMPORARY) {
      specs.remove(key); // It is never started again, and there may be many.
    }
    SupervisionInput failure = nursery.start(key, spec.startable());
    if (failure != null) {
      step(failure);
    }
  }

  // Requests.

  private void asked(From from, Term request) {
    switch (request) {
      case Atom(String word) -> look(from, word, request);
      case Tuple tuple when tuple.arity() == 2 && tuple.at(0) instanceof Atom(String word) ->
          asked(from, word, tuple.at(1), request);
      default -> refuse(from, request);
    }
  }

  private void look(From from, String word, Term request) {
    switch (word) {
      case "which_children" -> answer(from, Replies.whichChildren(supervision.children()));
      case "count_children" ->
          answer(from, Replies.countChildren(supervision.children(), supervision.isSimple()));
      case SupervisorRef.CHILDREN -> answer(from, TermMapping.toTerm(supervision.children()));
      default -> refuse(from, request);
    }
  }

  private void asked(From from, String word, Term what, Term request) {
    switch (word) {
      case "start_child" -> startChild(from, what);
      case "terminate_child" ->
          queue(from, number -> new SupervisionInput.TerminateChild(number, what));
      case "restart_child" ->
          queue(from, number -> new SupervisionInput.RestartChild(number, what));
      case "delete_child" -> queue(from, number -> new SupervisionInput.DeleteChild(number, what));
      case "get_childspec" ->
          answer(
              from,
              supervision
                  .rules(what)
                  .map(rules -> Replies.ok(rules.specification()))
                  .orElseGet(() -> Replies.error(Atom.of("not_found"))));
      default -> refuse(from, request);
    }
  }

  private interface Numbered {
    SupervisionInput with(long number);
  }

  private void queue(From from, Numbered request) {
    if (requests.size() >= REQUESTS_MAX) {
      answer(from, Replies.error(Atom.of("system_limit")));
      return;
    }
    long number = ++numbers;
    requests.put(number, from);
    step(request.with(number));
  }

  private void startChild(From from, Term what) {
    ChildSpec spec;
    try {
      spec = specification(what);
    } catch (ProcessExit exit) {
      throw exit;
    } catch (RuntimeException | Error unfit) {
      answer(from, Replies.error(Crash.reason(unfit)));
      return;
    }
    if (spec == null) {
      answer(from, Replies.error(Tuple.of(Atom.of("invalid_child_spec"), what)));
    } else {
      queue(from, number -> new SupervisionInput.StartChild(number, newChild(spec)));
    }
  }

  /// The child that is wanted; null if that cannot be said.
  private @Nullable ChildSpec specification(Term what) {
    Supervisor.Template template = supervisor.template();
    if (template == null) {
      return Handover.find(what);
    }
    return switch (what) {
      case ListTerm list when list.isProper() -> template.with(list.elements());
      case Nil _ -> template.with(List.of());
      default -> null;
    };
  }

  private void refuse(From from, Term request) {
    unhandled.count("the call", request);
    answer(from, Replies.error(Atom.of("unknown_call")));
  }

  private void answer(From from, Term reply) {
    debug.out(reply, from);
    from.reply(self, reply);
  }

  // What sys shows.

  @Override
  public String module() {
    return "gen_server";
  }

  @Override
  public Class<?> callbacks() {
    return Supervisor.class;
  }

  @Override
  public Term state() {
    return TermMapping.toTerm(supervision.children());
  }

  @Override
  public Term replaceState(StateChange change) {
    throw new UnsupportedOperationException("the state of a supervisor cannot be set");
  }

  @Override
  public Term status(String name, Term general) {
    return ListTerm.of(
        Tuple.of(Atom.of("header"), ListTerm.ofLatin1("Status for generic server " + name)),
        general,
        Tuple.of(Atom.of("data"), ListTerm.of(Tuple.of(ListTerm.ofLatin1("State"), state()))),
        Tuple.of(
            Atom.of("supervisor"),
            ListTerm.of(
                Tuple.of(ListTerm.ofLatin1("Callback"), Atom.of(Supervisor.class.getName())))));
  }
}
