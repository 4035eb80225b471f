package io.tempelhof.cli.shell;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermParser;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is typed into a shell means what {@link Bindings} say, and functions called in it are
/// called on the node asked, the innermost first, from left to right.
final class Calls implements TermParser.Names {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Atom ERLANG = Atom.of("erlang");
  private static final Atom SELF = Atom.of("self");

  /// Stands for values that are not known yet: nobody types such a number.
  private static final long UNKNOWN = -0x7E3E_1F0F_0000_0000L;

  private final Self self;
  private final NodeName asked;
  private final Bindings bindings;
  private final boolean rehearsing;
  private int made;

  /// A function that was called gave no value; thrown through the parser.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  Calls(Self self, NodeName asked, Bindings bindings) {
    this(self, asked, bindings, false);
  }

  private Calls(Self self, NodeName asked, Bindings bindings, boolean rehearsing) {
    this.self = self;
    this.asked = asked;
    this.bindings = bindings;
    this.rehearsing = rehearsing;
  }

  /// The same without calling anything.
  Calls rehearsed() {
    return new Calls(self, asked, bindings, true);
  }

  /// @throws Failed if it has none
  @Override
  public Term call(@Nullable Atom module, Atom function, List<Term> arguments) {
    if (rehearsing) {
      return Int.of(UNKNOWN + made++);
    }
    if (module == null && function.equals(SELF) && arguments.isEmpty()) {
      return self.pid();
    }
    Mfa call = new Mfa(module == null ? ERLANG : module, function, arguments);
    try {
      return Rpc.call(self, asked, call, ANSWER_WITHIN);
    } catch (RpcException failed) {
      throw new Failed(Shell.failure(failed));
    }
  }

  @Override
  public @Nullable Term variable(String name) {
    return bindings.variable(name);
  }

  @Override
  public @Nullable Term pid(@Nullable String node, int id, int serial) {
    return bindings.pid(node, id, serial);
  }

  @Override
  public @Nullable Term reference(int... words) {
    return bindings.reference(words);
  }
}
