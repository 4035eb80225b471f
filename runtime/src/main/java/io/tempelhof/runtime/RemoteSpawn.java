package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts processes on other nodes, and on this one by the same way (OTP {@code
/// erlang:spawn_request/5} and its like). They run a function by name: any function on a genuine
/// node, one of those it {@linkplain Processes#serve serves} on one of ours.
///
/// The relations asked for stand from the new process's first moment. That there is no such
/// function is no failure of the spawn: the new process ends by it, with {@code undef}.
public final class RemoteSpawn {
  private static final Atom LINK = Atom.of("link");
  private static final Atom MONITOR = Atom.of("monitor");
  private static final Atom OK = Atom.of("ok");
  private static final Atom TIMEOUT = Atom.of("timeout");
  private static final TermMapping<Answer> ANSWER = TermMapping.of(Answer.class);

  /// Which answers to a request come as messages {@link Answer}.
  public enum Told {
    ALL,
    /// That there is no new process.
    FAILURES,
    NOTHING;

    boolean includes(Signal.SpawnReply reply) {
      return switch (this) {
        case ALL -> true;
        case FAILURES -> !(reply.result() instanceof Pid);
        case NOTHING -> false;
      };
    }
  }

  /// How a request is made.
  ///
  /// @param link whether the new process is to be linked with the one that asks
  /// @param monitor whether it is to be monitored: by the reference of the request
  /// @param told which answers come as messages
  public record Options(boolean link, boolean monitor, Told told) {
    /// Neither linked nor monitored, and every answer told.
    public static final Options PLAIN = new Options(false, false, Told.ALL);

    private Term asTerm() {
      List<Term> options = new ArrayList<>();
      if (monitor) {
        options.add(MONITOR);
      }
      if (link) {
        options.add(LINK);
      }
      return ListTerm.of(options);
    }
  }

  /// The message that answers a request: {@code {spawn_reply, Ref, ok, Pid}} or {@code
  /// {spawn_reply, Ref, error, Reason}}, as in Erlang.
  ///
  /// @param result the new process, or why there is none: {@code noconnection}, {@code notsup},
  ///   {@code badopt}, {@code system_limit}
  @Tag("spawn_reply")
  public record Answer(Ref ref, Atom status, Term result) {
    Answer(Signal.SpawnReply reply) {
      this(reply.ref(), reply.result() instanceof Pid ? OK : Atom.of("error"), reply.result());
    }

    /// The answer that a message is; empty if it is something else.
    public static Optional<Answer> of(Term message) {
      return Optional.ofNullable(ANSWER.match(message));
    }
  }

  private RemoteSpawn() {}

  /// Asks for a new process without waiting for the answer, which comes as a message {@link
  /// Answer}. Waits only for room, when very much is queued to that node already.
  ///
  /// @return the reference of the request, of the answer, and of the monitor if one was asked for
  /// @throws SystemLimitException if 65,536 requests are open already
  public static Ref request(Self self, NodeName node, Mfa call, Options options) {
    self.enter();
    Processes processes = self.processes;
    Ref ref = processes.newRef();
    Signal request =
        new Signal.SpawnRequest(
            ref,
            self.process.pid(),
            processes.groupLeader(self.process),
            call.module(),
            call.function(),
            call.arity(),
            options.asTerm(),
            Encoded.of(ListTerm.of(call.arguments())));
    processes.router().requests().add(ref, self.process, node.atom(), options.told);
    boolean sent = false;
    try {
      self.saying(() -> processes.router().send(node.atom(), request));
      sent = true;
    } finally {
      if (!sent) {
        processes.router().requests().forget(ref);
      }
    }
    return ref;
  }

  /// A reference no other is equal to (OTP {@code make_ref/0}).
  public static Ref newRef(Self self) {
    self.enter();
    return self.processes.newRef();
  }

  /// Gives up a request that is not answered yet: neither an answer nor anything of the new process
  /// will reach this one. If there is a new process that was to be linked, it is sent an exit
  /// signal {@code abandoned}.
  ///
  /// @return false if it is answered already: then the answer is in the mailbox, if one was to be
  ///   told, and the relations stand
  public static boolean abandon(Self self, Ref request) {
    self.enter();
    return self.processes.router().requests().abandon(request);
  }

  /// Starts a process and waits for its pid.
  ///
  /// @param timeout how long to wait, once there was room for the request
  /// @throws SpawnException if there is no new process, or it is not known within that time
  public static Pid spawn(Self self, NodeName node, Mfa call, Duration timeout)
      throws SpawnException {
    return await(self, node, call, new Options(false, false, Told.ALL), timeout).pid();
  }

  /// Starts a process linked to this one from its first moment, otherwise as {@link #spawn}. If it
  /// is not known in time whether there is one, it ends with {@code abandoned}.
  public static Pid spawnLink(Self self, NodeName node, Mfa call, Duration timeout)
      throws SpawnException {
    return await(self, node, call, new Options(true, false, Told.ALL), timeout).pid();
  }

  /// Starts a process monitored by this one from its first moment, otherwise as {@link #spawn}.
  public static Self.Spawned spawnMonitor(Self self, NodeName node, Mfa call, Duration timeout)
      throws SpawnException {
    return await(self, node, call, new Options(false, true, Told.ALL), timeout);
  }

  private static Self.Spawned await(
      Self self, NodeName node, Mfa call, Options options, Duration timeout) throws SpawnException {
    Ref ref = request(self, node, call, options);
    Pattern<Answer> ours = Pattern.of(Answer.class).where(answer -> answer.ref().equals(ref));
    Optional<Answer> answer = self.receive(ours, timeout);
    if (answer.isEmpty()) {
      if (abandon(self, ref)) {
        throw new SpawnException(node, call, TIMEOUT);
      }
      answer = self.receive(ours, Duration.ZERO);
    }
    if (answer.isPresent() && answer.get().result() instanceof Pid pid) {
      return new Self.Spawned(pid, ref);
    }
    throw new SpawnException(node, call, answer.<Term>map(Answer::result).orElse(TIMEOUT));
  }
}
