package io.tempelhof.bench.ends;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.epmd.PrivatePort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where ours and genuine nodes compete, in pairings or each by itself: starts them, lets them run
/// in turn, and ends them. One node of its own brings EPMD along, which genuine nodes need too.
public final class Field implements AutoCloseable {
  private static final String COOKIE = "bench";

  private final Class<?> ours;
  private final int heapMegabytes;
  private final Place place;
  private final Consumer<String> errors;
  private final @Nullable GenuineErl erl;
  private final int epmdPort;
  private final Node postman;
  private final List<Member> members = new ArrayList<>();

  /// @param ours the main class of an end of ours; its arguments: the node's name, the cookie, the
  ///   port of EPMD
  /// @param module what a genuine {@code erl} runs: {@code module:main()}
  /// @param heapMegabytes the heap of each JVM of ours
  /// @param errors takes what ends write to standard error
  public Field(
      Class<?> ours, String module, int heapMegabytes, Place place, Consumer<String> errors)
      throws IOException, InterruptedException, NodeStartException {
    this.ours = ours;
    this.heapMegabytes = heapMegabytes;
    this.place = place;
    this.errors = errors;
    this.erl = GenuineErl.isInstalled() ? GenuineErl.prepare(module) : null;
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
  /// @param <R> what it shows
  @FunctionalInterface
  public interface Run<E, R> {
    /// @throws IllegalStateException if an end does not do what it is told
    R of(E ends) throws IOException, InterruptedException;
  }

  /// Starts both ends of all pairings; those with genuine nodes only where there are some.
  ///
  /// @throws IllegalStateException if an end does not start
  public Map<Pairing, Ends> pairs() throws IOException, InterruptedException {
    Map<Pairing, Ends> pairings = new EnumMap<>(Pairing.class);
    for (Pairing pairing : Pairing.values()) {
      if (erl != null || !pairing.needsErl()) {
        String name = pairing.name().toLowerCase(Locale.ROOT);
        Member first = start(name + "_1", pairing.isOurs(true), true);
        pairings.put(pairing, new Ends(first, start(name + "_2", pairing.isOurs(false), false)));
      }
    }
    awaitReady();
    return pairings;
  }

  /// Starts one of ours, and a genuine node where there is one: neither needs another.
  ///
  /// @throws IllegalStateException if one does not start
  public Map<Contestant, Member> alone() throws IOException, InterruptedException {
    Map<Contestant, Member> contestants = new EnumMap<>(Contestant.class);
    for (Contestant contestant : Contestant.values()) {
      boolean isOurs = contestant == Contestant.OURS;
      if (isOurs || erl != null) {
        contestants.put(contestant, start(contestant.toString(), isOurs, true));
      }
    }
    awaitReady();
    return contestants;
  }

  private void awaitReady() throws InterruptedException {
    for (Member member : members) {
      member.awaitReady();
    }
  }

  /// Lets all run in turn, round by round. One run of each warms them up and does not count.
  ///
  /// @param words how a run is told
  /// @param progress takes a line for each
  /// @throws IllegalStateException if an end does not do what it is told
  public static <K, E, R> Map<K, List<R>> inTurn(
      Map<K, E> all,
      int rounds,
      Run<E, R> run,
      Function<R, String> words,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    Map<K, List<R>> shown = new LinkedHashMap<>();
    for (int number = 0; number <= rounds; number++) {
      for (Map.Entry<K, E> entry : all.entrySet()) {
        R round = run.of(entry.getValue());
        progress.accept(
            "%s, %s: %s"
                .formatted(
                    number == 0 ? "warm-up" : "round " + number,
                    entry.getKey(),
                    words.apply(round)));
        if (number > 0) {
          shown.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(round);
        }
      }
    }
    return shown;
  }

  private Member start(String called, boolean isOurs, boolean first) throws IOException {
    String name = called + "@127.0.0.1";
    List<String> command = new ArrayList<>(place.prefix(first));
    if (isOurs) {
      command.addAll(Member.java(ours, heapMegabytes));
      command.addAll(List.of(name, COOKIE, "" + epmdPort));
    } else if (erl != null) {
      command.addAll(erl.command(name, COOKIE));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ERL_EPMD_PORT", "" + epmdPort);
    Member member = new Member(name, builder, errors);
    members.add(member);
    return member;
  }

  /// Ends all that was started.
  @Override
  public void close() throws IOException {
    members.forEach(Member::close);
    postman.close();
    if (erl != null) {
      erl.close();
    }
  }
}
