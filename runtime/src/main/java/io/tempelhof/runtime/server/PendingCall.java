package io.tempelhof.runtime.server;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Deadline;
import io.tempelhof.runtime.Question;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A call under way (a <i>request id</i> of OTP's {@code gen_server:send_request}). Of use only to
/// the process that made it.
///
/// @param <R> what it is answered with
public final class PendingCall<R> {
  private final Question question;
  private final TermMapping<R> answer;
  private final ServerRef<?> server;
  private final Atom node;

  /// How a call ended.
  public sealed interface Result<R> {}

  /// It was answered.
  public record Answer<R>(R value) implements Result<R> {}

  /// It failed.
  public record Failure<R>(CallException why) implements Result<R> {}

  /// @param server whom it asks
  PendingCall(Question question, TermMapping<R> answer, ServerRef<?> server, Atom node) {
    this.question = question;
    this.answer = answer;
    this.server = server;
    this.node = node;
  }

  /// Waits so long for the answer, and then no longer: the call is given up.
  ///
  /// @throws CallException if it failed, or took too long
  public R await(Duration timeout) {
    return read(question.await(timeout), timeout);
  }

  /// Waits so long for the answer; the call stays under way.
  ///
  /// @return empty if there is none yet
  /// @throws CallException if it failed
  public Optional<R> poll(Duration patience) {
    return question.poll(patience).map(outcome -> read(outcome, patience));
  }

  /// Gives the call up: nothing comes of it from now on.
  public void abandon() {
    question.abandon();
  }

  /// Waits so long for the answers of all, and then gives up those that have none.
  ///
  /// @return how each ended, in the order of the calls
  public static <R> List<Result<R>> awaitAll(
      Self self, List<PendingCall<R>> calls, Duration timeout) {
    Deadline deadline = Deadline.in(self, timeout);
    List<Result<R>> results = new ArrayList<>();
    for (PendingCall<R> call : calls) {
      try {
        results.add(new Answer<>(call.await(deadline.left())));
      } catch (CallException failed) {
        results.add(new Failure<>(failed));
      }
    }
    return results;
  }

  private R read(Question.Outcome outcome, Duration timeout) {
    return switch (outcome) {
      case Question.Answered answered -> {
        R value = answer.matchValue(answered.content());
        if (value == null) {
          throw CallException.wrongAnswer(server.toString(), answered, answer.type());
        }
        yield value;
      }
      case Question.Gone gone -> throw CallException.gone(server.toString(), node, gone.reason());
      case Question.TimedOut _ -> throw CallException.timeout(server.toString(), timeout);
    };
  }
}
