package io.tempelhof.core.signal;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;

/// What an exit signal does to the process it reaches (Erlang reference manual, "Receiving exit
/// signals"). Whether a link is there at all has been asked before, of {@link LinkTable#exited}.
public sealed interface Reaction {

  /// Nothing happens.
  enum None implements Reaction {
    NONE
  }

  /// The process traps exits: it gets the message {@code {'EXIT', from, reason}}.
  record Trapped(Pid from, Term reason) implements Reaction {}

  /// The process ends with this reason.
  record Ends(Term reason) implements Reaction {}

  /// The reaction to the end of a linked process. {@code kill} is a reason like any other here.
  static Reaction to(Signal.Exit exit, boolean trapping) {
    if (trapping) {
      return new Trapped(exit.from(), exit.reason());
    }
    return exit.reason().equals(ExitReason.NORMAL) ? None.NONE : new Ends(exit.reason());
  }

  /// The reaction to {@code exit/2}. A process may ask itself to exit {@code normal}; asked by
  /// another it does not.
  static Reaction to(Signal.ExitRequest request, boolean trapping) {
    if (request.reason().equals(ExitReason.KILL)) {
      return new Ends(ExitReason.KILLED);
    }
    if (trapping) {
      return new Trapped(request.from(), request.reason());
    }
    boolean spared =
        request.reason().equals(ExitReason.NORMAL) && !request.from().equals(request.to());
    return spared ? None.NONE : new Ends(request.reason());
  }
}
