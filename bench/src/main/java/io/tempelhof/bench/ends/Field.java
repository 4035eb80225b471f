package io.tempelhof.bench.ends;

import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where pairings compete: starts both ends of each, lets them run in turn, and ends them. One node
/// of its own brings EPMD along, which genuine nodes need too.
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
    this.epmdPort = freePort();
    this.postman =
        Node.start(
            NodeOptions.of("bench@127.0.0.1")
                .withCookie(new Cookie(COOKIE))
                .withEpmdPort(epmdPort));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /// One run of a pairing.
  ///
  /// @param <R> what it shows
  @FunctionalInterface
  public interface Run<R> {
    /// @throws IllegalStateException if an end does not do what it is told
    R of(Ends ends) throws IOException, InterruptedException;
  }

  /// Lets all pairings run in turn, round by round; those with genuine nodes only where there are
  /// some. All ends start before the first run; one run of each warms them up and does not count.
  ///
  /// @param words how a run is told
  /// @param progress takes a line for each
  /// @throws IllegalStateException if an end does not start, or not do what it is told
  public <R> Map<Pairing, List<R>> compete(
      int rounds, Run<R> run, Function<R, String> words, Consumer<String> progress)
      throws IOException, InterruptedException {
    Map<Pairing, Ends> pairings = start();
    Map<Pairing, List<R>> shown = new EnumMap<>(Pairing.class);
    for (int number = 0; number <= rounds; number++) {
      for (Map.Entry<Pairing, Ends> entry : pairings.entrySet()) {
        Pairing pairing = entry.getKey();
        R round = run.of(entry.getValue());
        progress.accept(
            "%s, %s: %s"
                .formatted(
                    number == 0 ? "warm-up" : "round " + number, pairing, words.apply(round)));
        if (number > 0) {
          shown.computeIfAbsent(pairing, _ -> new ArrayList<>()).add(round);
        }
      }
    }
    return shown;
  }

  private Map<Pairing, Ends> start() throws IOException, InterruptedException {
    Map<Pairing, Ends> pairings = new EnumMap<>(Pairing.class);
    for (Pairing pairing : Pairing.values()) {
      if (erl != null || !pairing.needsErl()) {
        pairings.put(pairing, new Ends(start(pairing, true), start(pairing, false)));
      }
    }
    for (Member member : members) {
      member.awaitReady();
    }
    return pairings;
  }

  private Member start(Pairing pairing, boolean first) throws IOException {
    String name = pairing.name().toLowerCase(Locale.ROOT) + (first ? "_1" : "_2") + "@127.0.0.1";
    List<String> command = new ArrayList<>(place.prefix(first));
    if (pairing.isOurs(first)) {
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
