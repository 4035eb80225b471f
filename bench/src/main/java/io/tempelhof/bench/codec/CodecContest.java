package io.tempelhof.bench.codec;

import io.tempelhof.bench.ends.Bar;
import io.tempelhof.bench.ends.Contest;
import io.tempelhof.bench.ends.Contestant;
import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Member;
import io.tempelhof.bench.ends.Programs;
import io.tempelhof.bench.ends.Rival;
import io.tempelhof.bench.ends.Scores;
import io.tempelhof.bench.ends.TimedPlan;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Lets ours and an {@code erl} write and read the same terms in turn.
public final class CodecContest implements Contest<Contestant> {
  /// What is written and read.
  enum Shape {
    /// A request as a server gets it: atoms, a pid, a reference, a map, a list of small numbers.
    CALL("a call"),
    /// A tuple of an atom and a number.
    SMALL("a small message"),
    /// A list of 1,000 whole numbers beyond a byte.
    NUMBERS("1,000 numbers"),
    /// A list of 100 texts of 20 bytes.
    TEXTS("100 texts");

    private final String words;

    Shape(String words) {
      this.words = words;
    }
  }

  /// What each runs, with the heap of the JVM.
  public static final Programs PROGRAMS = Programs.of(CodecMember.class, "bench_codec", 512);

  /// The bars are for a call.
  private static final List<Bar<Contestant>> BARS =
      List.of(
          Bar.atLeast(written(Shape.CALL), Contestant.OURS, 1.2, Contestant.ERL),
          Bar.atLeast(read(Shape.CALL), Contestant.OURS, 1.0, Contestant.ERL),
          beside(written(Shape.SMALL)),
          beside(read(Shape.SMALL)),
          beside(written(Shape.NUMBERS)),
          beside(read(Shape.NUMBERS)),
          beside(written(Shape.TEXTS)),
          beside(read(Shape.TEXTS)));

  private final TimedPlan plan;
  private final Consumer<String> progress;
  private final Field field;

  /// @param against who else is to compete
  /// @param progress takes a line now and then
  public CodecContest(TimedPlan plan, Set<Rival> against, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.plan = plan;
    this.progress = progress;
    this.field = new Field(PROGRAMS, against, plan.place(), progress);
  }

  private static Bar<Contestant> beside(String what) {
    return Bar.atLeast(what, Contestant.OURS, null, Contestant.ERL);
  }

  private static String written(Shape shape) {
    return shape.words + " written, a second";
  }

  private static String read(Shape shape) {
    return shape.words + " read, a second";
  }

  @Override
  public Scores<Contestant> run() throws IOException, InterruptedException {
    Map<Contestant, Member> members = field.alone(Set.of(Contestant.ERL, Contestant.OURS));
    Scores<Contestant> scores = new Scores<>();
    for (Shape shape : Shape.values()) {
      progress.accept(shape.words);
      field.inTurn(members, plan.rounds(), member -> run(member, shape), scores);
    }
    return scores;
  }

  private Map<String, Double> run(Member member, Shape shape)
      throws IOException, InterruptedException {
    Map<String, Double> shown = new LinkedHashMap<>();
    shown.put(written(shape), ask(member, "write", shape));
    shown.put(read(shape), ask(member, "read", shape));
    return shown;
  }

  private double ask(Member member, String what, Shape shape)
      throws IOException, InterruptedException {
    member.order(what + " " + shape + " " + plan.seconds());
    return Double.parseDouble(member.answer());
  }

  @Override
  public List<Bar<Contestant>> bars() {
    return BARS;
  }

  @Override
  public void close() throws IOException {
    field.close();
  }
}
