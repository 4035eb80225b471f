package io.tempelhof.bench.ends;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where ours and others compete, in pairings or each by itself: starts them, lets them run in
/// turn, and ends them. One node of its own brings EPMD along, which genuine nodes need too.
public final class Field implements AutoCloseable {
  /// The cookie of all who compete.
  public static final String COOKIE = "bench";

  /// So that genuine nodes do not connect to each other on their own account.
  private static final List<String> HIDDEN = List.of("-hidden");

  private final Programs programs;
  private final Set<Rival> rivals;
  private final Place place;
  private final Consumer<String> progress;
  private final @Nullable GenuineErl erl;
  private final @Nullable Jinterface jinterface;
  private final int epmdPort;
  private final Node postman;
  private final List<Member> members = new ArrayList<>();

  /// @param against who else is to compete, as far as this machine has it
  /// @param progress takes what is to be said: also what ends write to standard error
  public Field(Programs programs, Set<Rival> against, Place place, Consumer<String> progress)
      throws IOException, InterruptedException, NodeStartException {
    this.programs = programs;
    this.place = place;
    this.progress = progress;
    this.rivals =
        against.stream()
            .filter(rival -> rival.isInstalled() && programs.has(rival))
            .collect(Collectors.toSet());
    this.erl = rivals.contains(Rival.ERL) ? GenuineErl.prepare(programs.erl()) : null;
    this.jinterface =
        rivals.contains(Rival.JINTERFACE)
            ? Jinterface.prepare(Objects.requireNonNull(programs.jinterface()))
            : null;
    this.epmdPort = PrivatePort.choose();
    this.postman =
        Node.start(
            NodeOptions.of("bench@127.0.0.1")
                .withCookie(new Cookie(COOKIE))
                .withEpmdPort(epmdPort));
  }

  /// One run.
  ///
  /// @param <E> who runs
  @FunctionalInterface
  public interface Run<E> {
    /// @return what it shows, by what was measured
    /// @throws IllegalStateException if an end does not do what it is told
    Map<String, Double> of(E ends) throws IOException, InterruptedException;
  }

  /// Starts both ends of all pairings.
  ///
  /// @throws IllegalStateException if an end does not start
  public Map<Pairing, Ends> pairs() throws IOException, InterruptedException {
    Map<Pairing, Ends> pairings = new EnumMap<>(Pairing.class);
    for (Pairing pairing : Pairing.values()) {
      if (rivals.containsAll(pairing.needs())) {
        String name = pairing.name().toLowerCase(Locale.ROOT);
        Member first = start(name + "_1", pairing.end(true), List.of(), true);
        Member second = start(name + "_2", pairing.end(false), List.of(), false);
        pairings.put(pairing, new Ends(first, second));
      }
    }
    awaitReady();
    return pairings;
  }

  /// Starts one of each: none needs another.
  ///
  /// @param contestants who is wanted; rivals only where there are some
  /// @throws IllegalStateException if one does not start
  public Map<Contestant, Member> alone(Set<Contestant> contestants)
      throws IOException, InterruptedException {
    Map<Contestant, Member> started = new EnumMap<>(Contestant.class);
    for (Contestant contestant : contestants) {
      Rival rival = contestant.rival();
      if (rival == null || rivals.contains(rival)) {
        String name = contestant.name().toLowerCase(Locale.ROOT);
        started.put(contestant, start(name, rival, contestant.options(), true));
      }
    }
    awaitReady();
    return started;
  }

  private void awaitReady() throws InterruptedException {
    for (Member member : members) {
      member.awaitReady();
    }
  }

  /// Lets all run in turn, round by round, and tells what each run shows. One run of each warms
  /// them up and does not count.
  ///
  /// @param scores takes what counts
  /// @throws IllegalStateException if an end does not do what it is told
  public <K extends Enum<K>, E> void inTurn(Map<K, E> all, int rounds, Run<E> run, Scores<K> scores)
      throws IOException, InterruptedException {
    inTurn(all, 0, rounds, run, scores);
  }

  /// The same, where each run starts anew what it needs and nothing can be warmed up.
  public <K extends Enum<K>, E> void afresh(Map<K, E> all, int rounds, Run<E> run, Scores<K> scores)
      throws IOException, InterruptedException {
    inTurn(all, 1, rounds, run, scores);
  }

  private <K extends Enum<K>, E> void inTurn(
      Map<K, E> all, int first, int rounds, Run<E> run, Scores<K> scores)
      throws IOException, InterruptedException {
    for (int number = first; number <= rounds; number++) {
      for (Map.Entry<K, E> entry : all.entrySet()) {
        Map<String, Double> shown = run.of(entry.getValue());
        progress.accept(
            "%s, %s: %s"
                .formatted(
                    number == 0 ? "warm-up" : "round " + number,
                    entry.getKey(),
                    shown.entrySet().stream()
                        .map(one -> one.getKey() + " " + Scores.words(one.getValue()))
                        .collect(Collectors.joining("; "))));
        if (number > 0) {
          shown.forEach((what, value) -> scores.add(what, entry.getKey(), value));
        }
      }
    }
  }

  /// Whether this rival is wanted and there.
  public boolean competes(Rival rival) {
    return rivals.contains(rival);
  }

  /// Where EPMD listens.
  public int epmdPort() {
    return epmdPort;
  }

  /// Starts a genuine node.
  ///
  /// @param flags what it is told besides
  public Member startErl(String name, List<String> flags) throws IOException {
    return start(name, Objects.requireNonNull(erl).command(name, COOKIE, flags));
  }

  /// Starts a JVM of ours.
  ///
  /// @param options what the JVM is told besides
  /// @param arguments what its main class is told after the port of EPMD
  public Member startOurs(String name, List<String> options, List<String> arguments)
      throws IOException {
    return start(name, ours(name, options, arguments));
  }

  private List<String> ours(String name, List<String> options, List<String> arguments) {
    Class<?> main = Objects.requireNonNull(programs.ours());
    List<String> command = Member.java(main, programs.heapMegabytes(), options);
    command.addAll(List.of(name, COOKIE, "" + epmdPort));
    command.addAll(arguments);
    return command;
  }

  /// Starts a program that behaves as a member does.
  public Member start(String name, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ERL_EPMD_PORT", "" + epmdPort);
    Member member = new Member(name, builder, progress);
    members.add(member);
    return member;
  }

  private Member start(String called, @Nullable Rival rival, List<String> options, boolean first)
      throws IOException {
    String name = called + "@127.0.0.1";
    List<String> command = new ArrayList<>(place.prefix(first));
    switch (rival) {
      case null -> command.addAll(ours(name, options, List.of()));
      case PEKKO -> {
        int port = PrivatePort.choose();
        name = name + ":" + port;
        Class<?> main = Objects.requireNonNull(programs.pekko());
        command.addAll(Member.java(main, programs.heapMegabytes(), options));
        command.addAll(List.of(name, COOKIE, "" + port));
      }
      case JINTERFACE ->
          command.addAll(
              Objects.requireNonNull(jinterface).command(name, COOKIE, programs.heapMegabytes()));
      case ERL -> command.addAll(Objects.requireNonNull(erl).command(name, COOKIE, HIDDEN));
    }
    return start(name, command);
  }

  /// Ends all that was started.
  @Override
  public void close() throws IOException {
    members.forEach(Member::close);
    postman.close();
    if (erl != null) {
      erl.close();
    }
    if (jinterface != null) {
      jinterface.close();
    }
  }
}
