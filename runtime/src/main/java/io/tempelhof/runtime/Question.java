package io.tempelhof.runtime;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A question under way from a process to a server, here or elsewhere (OTP's {@code
/// gen:send_request}). It is answered by an alias, so that nothing comes late, and ended by a
/// monitor. Of use only to the process that asked.
public final class Question {
  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);

  private final Self self;
  private final Ref monitor;
  private final Pattern<Outcome> ending;
  private @Nullable Outcome outcome;

  /// How it ends.
  public sealed interface Outcome {}

  /// It was answered.
  ///
  /// @param content to be read like what a {@link GenMessage} contains
  public record Answered(Object content) implements Outcome {
    /// The answer as a term.
    public Term term() {
      return GenMessage.term(content);
    }
  }

  /// The process asked has ended before it answered, or there is none ({@code noproc}), or its node
  /// is out of reach ({@code noconnection}).
  public record Gone(Term reason) implements Outcome {}

  /// Nothing came in time, counted from when there was room for the question. Nothing will: a later
  /// answer is dropped, but for that of a server that heeds no alias (OTP before 24), which comes
  /// as a message.
  public record TimedOut() implements Outcome {}

  private Question(Self self, Ref monitor) {
    this.self = self;
    this.monitor = monitor;
    this.ending = new Pattern.Ending(monitor);
  }

  /// Asks as {@code gen_server:call} does.
  public static Question call(Self self, MonitorTable.Target server, Object request) {
    Question question = watch(self, server);
    return question.sent(server, new GenMessage.Call(question.from(), request));
  }

  /// Asks like {@link #call}, for whoever waits for the end at once. A process of this node that
  /// sleeps and lets others run it ({@link Handling#receive}) is run here and now, however long
  /// that takes; until then no exit signal takes effect.
  public static Question callWaiting(Self self, MonitorTable.Target server, Object request) {
    self.process.inbox().refuseToWaitForAnother();
    Deputy deputy = Deputy.of(self, server);
    return deputy == null
        ? call(self, server, request)
        : new Question(self, deputy.alias()).taken(deputy.handle(request));
  }

  /// Asks as OTP's module {@code sys} does.
  public static Question sys(Self self, MonitorTable.Target server, Object request) {
    Question question = watch(self, server);
    return question.sent(server, new GenMessage.Sys(question.from(), request));
  }

  /// Asks as {@code gen:call} does with any label: {@code {Label, From, Request}}.
  public static Question ask(Self self, MonitorTable.Target server, Term label, Object request) {
    Term asked = TermMapping.toTerm(request); // first, since it may fail: then nothing is watched
    Question question = watch(self, server);
    From from = question.from();
    return question.sent(server, Tuple.of(label, Tuple.of(from.pid(), from.tag()), asked));
  }

  private static Question watch(Self self, MonitorTable.Target server) {
    return new Question(self, self.monitor(server, AliasOption.REPLY_DEMONITOR));
  }

  private From from() {
    return new From(self.pid(), From.tag(monitor));
  }

  private Question sent(MonitorTable.Target server, Object message) {
    try {
      self.send(Destination.of(server), message);
    } catch (RuntimeException notSent) {
      var _ = self.demonitorFlush(monitor);
      throw notSent;
    }
    return this;
  }

  private Question taken(@Nullable Envelope answer) {
    outcome = answer == null ? null : ending.match(answer);
    return this;
  }

  /// Waits so long for the end. The question stays under way.
  ///
  /// @return empty if it has not come
  public Optional<Outcome> poll(Duration patience) {
    if (outcome == null) {
      outcome = self.receive(ending, patience).orElse(null);
      if (outcome instanceof Answered) {
        // Servers older than aliases answer the pid, which leaves the monitor as it was.
        var _ = self.demonitorFlush(monitor);
      }
    }
    return Optional.ofNullable(outcome);
  }

  /// Waits so long for the end, and then no longer: from now on nothing comes of the question.
  public Outcome await(Duration patience) {
    return poll(patience).orElseGet(this::abandon);
  }

  /// Gives the question up: nothing comes of it from now on.
  ///
  /// @return how it has ended, be it in the last moment
  public Outcome abandon() {
    if (outcome == null) {
      self.demonitor(monitor);
      outcome = poll(Duration.ZERO).orElseGet(TimedOut::new);
    }
    return outcome;
  }

  /// How a question by this monitor ends with a message; null if it does not.
  static @Nullable Outcome outcome(Object message, Ref monitor) {
    return switch (message) {
      case From.Answer(Term tag, Object answer) ->
          isFor(monitor, tag) ? new Answered(answer) : null;
      case Tuple tuple when tuple.arity() == 2 ->
          isFor(monitor, tuple.at(0)) ? new Answered(tuple.at(1)) : null;
      case Tuple tuple -> gone(DOWN.match(tuple), monitor);
      case Down down -> gone(down, monitor);
      default -> null;
    };
  }

  private static boolean isFor(Ref monitor, Term tag) {
    Ref alias = From.aliasOf(tag);
    return alias != null && alias.equals(monitor);
  }

  private static @Nullable Outcome gone(@Nullable Down down, Ref monitor) {
    return down != null && down.ref().equals(monitor) ? new Gone(down.reason()) : null;
  }
}
