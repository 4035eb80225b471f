package io.tempelhof.runtime.io;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.GroupLeader;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;

/// Prints to the group leader of a process, here or elsewhere, by Erlang's I/O protocol (OTP {@code
/// io}).
public final class Output {
  private static final Atom IO_REQUEST = Atom.of("io_request");
  private static final Atom IO_REPLY = Atom.of("io_reply");
  private static final Atom DOWN = Atom.of("DOWN");
  private static final Atom PUT_CHARS = Atom.of("put_chars");
  private static final Atom UNICODE = Atom.of("unicode");
  private static final Atom OK = Atom.of("ok");
  private static final Atom TIMEOUT = Atom.of("timeout");

  private Output() {}

  /// Prints, and waits until that is done: never longer than so, and for room towards its node.
  ///
  /// @return empty if it is printed; else why not: {@code {error, _}} as the leader says, {@code
  ///   noproc}, {@code noconnection}, or {@code timeout}
  /// @throws io.tempelhof.runtime.SystemLimitException if there are too many processes
  public static Optional<Term> print(Self self, String text, Duration timeout) {
    Pid leader = GroupLeader.of(self);
    // A process of its own asks, so that an answer that comes too late ends with it.
    Self.Spawned printer =
        self.spawnMonitor(process -> {
          throw process.exit(ask(process, leader, text, timeout));
        });
    Term outcome =
        self.receive(Pattern.of(Down.class).where(down -> down.ref().equals(printer.ref())))
            .reason();
    return outcome.equals(OK) ? Optional.empty() : Optional.of(outcome);
  }

  private static Term ask(Self self, Pid leader, String text, Duration timeout) {
    Ref monitor = self.monitor(leader);
    Term request = Tuple.of(PUT_CHARS, UNICODE, Binary.of(text));
    self.send(leader, Tuple.of(IO_REQUEST, self.pid(), monitor, request));
    return self.receive(Pattern.term(message -> isAbout(message, monitor)), timeout)
        .map(message -> ((Tuple) message).at(((Tuple) message).arity() - 1))
        .orElse(TIMEOUT);
  }

  private static boolean isAbout(Term message, Ref monitor) {
    return message instanceof Tuple tuple
        && (tuple.is(IO_REPLY, 3) || tuple.is(DOWN, 5))
        && tuple.at(1).equals(monitor);
  }
}
