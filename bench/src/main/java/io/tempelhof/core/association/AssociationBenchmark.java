package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.Random;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// What an association adds to a message that finds its connection open.
@State(Scope.Thread)
public class AssociationBenchmark {
  private static final NodeName OURS = NodeName.of("a@h");
  private static final NodeName THEIRS = NodeName.of("b@h");
  private static final long CONNECTION = 1;

  private final Pid here = new Pid(OURS.atom(), 1, 0, 1);
  private final Pid there = new Pid(THEIRS.atom(), 2, 0, 1);
  private final AssociationInput message =
      new AssociationInput.Say(new Signal.Send(here, there, Encoded.of(Atom.of("ping"))));
  private final AssociationInput opened = new AssociationInput.Opened(CONNECTION, 1, false, true);
  private Association association = association();
  private long now;

  private static Association association() {
    return new Association(OURS, THEIRS, AssociationSettings.DEFAULT, new Random(1));
  }

  @Setup
  public void open() {
    association = association();
    association.step(opened, ++now, _ -> {});
    if (association.state() != AssociationState.UP) {
      throw new IllegalStateException("not open but " + association.state());
    }
  }

  @Benchmark
  public void say(Blackhole written) {
    Consumer<AssociationOutput> out = written::consume;
    association.step(message, ++now, out);
  }
}
