package io.tempelhof.cli.shell;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermParser;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.rpc.Rpc;
import io.tempelhof.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What variables, pids and references mean in what is typed. A pid without a node is one of the
/// node asked, and so is every reference. A pid says less than it means, since a node's incarnation
/// is not printed: that is asked of the node itself.
public final class Bindings implements TermParser.Names {
  /// Variables that can have a value at once.
  static final int VARIABLES_MAX = 1_000;

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Mfa SELF = Mfa.of("erlang", "self");

  private final Self self;
  private final NodeName asked;
  private final NavigableMap<String, Term> variables = new TreeMap<>();
  private final Map<NodeName, Integer> creations = new TreeMap<>();

  /// @param self the process that asks
  /// @param asked the node whose pids need no name
  public Bindings(Self self, NodeName asked) {
    this.self = self;
    this.asked = asked;
    creations.put(self.node(), self.pid().creation());
  }

  /// Gives a variable its value.
  ///
  /// @return false if there are too many
  boolean bind(String variable, Term value) {
    if (variables.size() >= VARIABLES_MAX && !variables.containsKey(variable)) {
      return false;
    }
    variables.put(variable, value);
    return true;
  }

  NavigableMap<String, Term> variables() {
    return variables;
  }

  @Override
  public @Nullable Term variable(String name) {
    return variables.get(name);
  }

  @Override
  public @Nullable Term pid(@Nullable String node, int id, int serial) {
    NodeName name = node == null ? asked : NodeName.parse(node);
    return name == null
        ? null
        : creation(name).map(number -> new Pid(name.atom(), id, serial, number)).orElse(null);
  }

  @Override
  public @Nullable Term reference(int... words) {
    return creation(asked).map(number -> new Ref(asked.atom(), number, words)).orElse(null);
  }

  /// The incarnation of a node; empty if it does not say.
  private Optional<Integer> creation(NodeName node) {
    Integer known = creations.get(node);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Term pid = Rpc.call(self, node, SELF, ANSWER_WITHIN);
      if (pid instanceof Pid(Atom of, int _, int _, int creation) && of.equals(node.atom())) {
        creations.put(node, creation);
        return Optional.of(creation);
      }
    } catch (RpcException e) {
      // Whoever typed the pid hears that it is not known.
    }
    return Optional.empty();
  }
}
