package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.Tag;
import io.tempelhof.core.term.mapping.TermMapping;

/// A message as OTP's behaviours tell them apart: Erlang's {@code gen_server:call}, Elixir's {@code
/// GenServer.cast} and all others of that family are one of these on the wire (OTP {@code gen}).
///
/// What a message contains is a term, or a value that came by reference. Either is read by {@link
/// TermMapping#matchValue}, and seen as a term by {@link #term}.
public sealed interface GenMessage {
  /// What marks a {@link Call}.
  Atom GEN_CALL = Atom.of("$gen_call");

  /// What marks a {@link Sys}.
  Atom SYSTEM = Atom.of("system");

  /// What marks a {@link Cast}.
  Atom GEN_CAST = Atom.of("$gen_cast");

  /// A question: {@code {'$gen_call', From, Request}}.
  @Tag("$gen_call")
  record Call(From from, Object request) implements GenMessage {}

  /// An order without an answer: {@code {'$gen_cast', Request}}.
  @Tag("$gen_cast")
  record Cast(Object request) implements GenMessage {}

  /// A question that OTP's {@code sys} asks any behaviour: {@code {system, From, Request}}.
  @Tag("system")
  record Sys(From from, Object request) implements GenMessage {}

  /// Any other message.
  record Other(Object message) implements GenMessage {}

  /// Any message, in this way of looking at it.
  static Pattern<GenMessage> any() {
    return Pattern.GEN;
  }

  /// Reads a message.
  static GenMessage of(Term message) {
    if (message instanceof Tuple tuple && tuple.arity() > 1 && tuple.at(0) instanceof Atom label) {
      if (tuple.arity() == 2 && label.equals(GEN_CAST)) {
        return new Cast(tuple.at(1));
      }
      if (tuple.arity() == 3
          && tuple.at(1) instanceof Tuple from
          && from.arity() == 2
          && from.at(0) instanceof Pid pid) {
        if (label.equals(GEN_CALL)) {
          return new Call(new From(pid, from.at(1)), tuple.at(2));
        }
        if (label.equals(SYSTEM)) {
          return new Sys(new From(pid, from.at(1)), tuple.at(2));
        }
      }
    }
    return new Other(message);
  }

  /// Reads a message that came by reference.
  static GenMessage ofValue(Object value) {
    return switch (value) {
      case Other other -> new Other(TermMapping.toTerm(other));
      case GenMessage message -> message;
      case Term term -> of(term);
      default -> new Other(value);
    };
  }

  /// What a message contains, as a term.
  static Term term(Object content) {
    return content instanceof Term term ? term : TermMapping.toTerm(content);
  }

  /// The whole message as a term.
  default Term term() {
    return this instanceof Other(Object message) ? term(message) : TermMapping.toTerm(this);
  }
}
