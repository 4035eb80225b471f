package io.tempelhof.bench.cluster;

import io.tempelhof.bench.ends.Field;
import io.tempelhof.bench.ends.Member;
import io.tempelhof.bench.ends.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The nodes of a cluster, in one program or many, which all are told the same.
final class Herd implements AutoCloseable {
  /// So many programs start at once.
  private static final int STARTING_MAX = 8;

  private final int nodes;
  private final List<Member> members = new ArrayList<>();

  private Herd(int nodes) {
    this.nodes = nodes;
  }

  /// What all nodes have done since their start, at one moment.
  ///
  /// @param frames sent without a user's signal
  record Reading(long atNanos, double cpuSeconds, long frames, long bytes, long connections) {}

  /// A program for each node.
  ///
  /// @param options what JVMs are told besides
  /// @throws IllegalStateException if one does not start
  static Herd apart(Field field, Formation formation, int nodes, List<String> options)
      throws IOException, InterruptedException {
    Herd herd = new Herd(nodes);
    try {
      for (int number = 1; number <= nodes; number++) {
        herd.members.add(start(field, formation, number, 1, options));
        if (number >= STARTING_MAX) {
          herd.members.get(number - STARTING_MAX).awaitReady();
        }
      }
      for (int late = Math.max(0, nodes - STARTING_MAX + 1); late < nodes; late++) {
        herd.members.get(late).awaitReady();
      }
      return herd;
    } catch (IOException | InterruptedException | RuntimeException e) {
      herd.close();
      throw e;
    }
  }

  /// All nodes in one program.
  ///
  /// @param options what the JVM is told besides
  /// @throws IllegalStateException if it does not start
  static Herd together(Field field, Formation formation, int nodes, List<String> options)
      throws IOException, InterruptedException {
    Herd herd = new Herd(nodes);
    herd.members.add(start(field, formation, 1, nodes, options));
    try {
      herd.members.getFirst().awaitReady();
      return herd;
    } catch (InterruptedException | RuntimeException e) {
      herd.close();
      throw e;
    }
  }

  private static Member start(
      Field field, Formation formation, int number, int nodes, List<String> options)
      throws IOException {
    String name = ClusterMember.name(number);
    if (formation.rival() != null) {
      return field.startErl(name, formation.options());
    }
    List<String> all = new ArrayList<>(formation.options());
    all.addAll(options);
    return field.startOurs(name, all, List.of("" + nodes));
  }

  int nodes() {
    return nodes;
  }

  /// Tells all and waits for the answer of each.
  ///
  /// @throws IllegalStateException if one does not do what it is told
  List<String> order(String line) throws IOException, InterruptedException {
    for (Member member : members) {
      member.order(line);
    }
    List<String> answers = new ArrayList<>();
    for (Member member : members) {
      answers.add(member.answer());
    }
    return answers;
  }

  Reading read() throws IOException, InterruptedException {
    long[] sums = new long[3];
    double cpu = sum(Proc::cpuSeconds);
    long at = System.nanoTime();
    for (String answer : order("count")) {
      String[] numbers = answer.split(" ", -1);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += Long.parseLong(numbers[i]);
      }
    }
    return new Reading(at, cpu, sums[0], sums[1], sums[2]);
  }

  /// What Linux tells of a process.
  @FunctionalInterface
  interface Measure {
    double of(long pid) throws IOException;
  }

  /// That of all programs together.
  double sum(Measure measure) throws IOException {
    double sum = 0;
    for (Member member : members) {
      sum += measure.of(member.pid());
    }
    return sum;
  }

  /// Lets all end in their own time.
  void finish() throws IOException, InterruptedException {
    for (Member member : members) {
      member.finish();
    }
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }
}
