package io.tempelhof.core.wire;

import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigInt;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A control message's tuple from a peer, read element by element, each of which must have its
/// type. Element 0 is the operation.
///
/// @param peer a pid of the node the tuple came from
record ControlTuple(Tuple tuple, Pid peer) {
  private static final long TOKEN_FLAG = 2;

  /// For logs.
  String name() {
    return tuple.arity() > 0 && tuple.at(0) instanceof Int(long code)
        ? "control message " + code
        : "control message";
  }

  /// The operation, whose arity the tuple has.
  Operation operation() {
    if (tuple.arity() == 0 || !(tuple.at(0) instanceof Int(long code))) {
      throw new Illegal("no operation");
    }
    Operation operation = Operation.of(code);
    if (operation == null) {
      throw new Illegal("unknown operation");
    }
    boolean mayBeLonger = operation == Operation.ALTACT_SIG_SEND;
    if (mayBeLonger ? tuple.arity() < operation.arity() : tuple.arity() != operation.arity()) {
      throw new Illegal(tuple.arity() + " elements");
    }
    return operation;
  }

  /// The trace the signal belongs to; null if none is named, or none that we understand.
  @Nullable TraceToken trace(Operation operation) {
    Term token = token(operation);
    return token == null ? null : TraceToken.of(token);
  }

  private @Nullable Term token(Operation operation) {
    if (operation == Operation.ALTACT_SIG_SEND && (flags(1) & TOKEN_FLAG) != 0) {
      if (tuple.arity() == operation.arity()) {
        throw new Illegal("no token where one is announced");
      }
      return tuple.at(operation.arity());
    }
    return operation.tokenAt() == 0 ? null : tuple.at(operation.tokenAt());
  }

  Term term(int i) {
    return tuple.at(i);
  }

  /// A process of any node.
  Pid pid(int i) {
    if (tuple.at(i) instanceof Pid pid) {
      return pid;
    }
    throw unlike(i, "a pid");
  }

  /// A process of the directly connected node in its present incarnation.
  Pid peerPid(int i) {
    Pid pid = formerPeerPid(i);
    if (pid.creation() == peer.creation()) {
      return pid;
    }
    throw unlike(i, "a pid of this incarnation");
  }

  /// A process of the directly connected node, perhaps of an earlier incarnation: a link to such a
  /// one is answered by an exit in its name.
  Pid formerPeerPid(int i) {
    Pid pid = pid(i);
    if (pid.node().equals(peer.node())) {
      return pid;
    }
    throw unlike(i, "a pid of " + peer.node().text());
  }

  Atom atom(int i) {
    if (tuple.at(i) instanceof Atom atom) {
      return atom;
    }
    throw unlike(i, "an atom");
  }

  Ref ref(int i) {
    if (tuple.at(i) instanceof Ref ref) {
      return ref;
    }
    throw unlike(i, "a reference");
  }

  Term pidOrName(int i) {
    Term term = tuple.at(i);
    if (term instanceof Pid || term instanceof Atom) {
      return term;
    }
    throw unlike(i, "a pid or a name");
  }

  int number(int i, int min, int max) {
    if (tuple.at(i) instanceof Int(long value) && value >= min && value <= max) {
      return (int) value;
    }
    throw unlike(i, "a number from " + min + " to " + max);
  }

  /// An unlink's id: 1 to 2^64-1, here as unsigned.
  long id(int i) {
    if (tuple.at(i) instanceof Int(long value) && value > 0) {
      return value;
    }
    if (tuple.at(i) instanceof BigInt(BigInteger value)
        && value.signum() > 0
        && value.bitLength() <= Long.SIZE) {
      return value.longValue();
    }
    throw unlike(i, "an id from 1 to 2^64-1");
  }

  /// Flags of which only the lowest matter, in a number of any size.
  int flags(int i) {
    if (tuple.at(i) instanceof Int(long value) && value >= 0) {
      return (int) value;
    }
    if (tuple.at(i) instanceof BigInt(BigInteger value) && value.signum() > 0) {
      return value.intValue();
    }
    throw unlike(i, "flags");
  }

  /// A tuple of this arity within the tuple, its elements counted from 0.
  ControlTuple tuple(int i, int arity) {
    if (tuple.at(i) instanceof Tuple inner && inner.arity() == arity) {
      return new ControlTuple(inner, peer);
    }
    throw unlike(i, "a tuple of " + arity);
  }

  private Illegal unlike(int i, String expected) {
    return new Illegal(
        "element " + i + " of control message " + tuple.at(0) + " is not " + expected);
  }
}
