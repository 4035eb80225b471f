package io.tempelhof.bench.remote;

import io.tempelhof.bench.ends.Pairing;
import io.tempelhof.bench.ends.Place;
import io.tempelhof.bench.ends.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What {@link RemoteContest} measured.
///
/// @param rounds every run of each pairing that could be run
/// @param ratios medians of a pairing to those of two {@code erl}; empty without an {@code erl}
public record RemoteFigures(Map<Pairing, List<RemoteRound>> rounds, List<Ratio> ratios) {

  private static final String WHOSE = "two erl";
  private static final double BAR_TRIP_SAME = 1.5;
  private static final double BAR_TRIP_SPLIT = 1.1;
  private static final double BAR_TRIP_TO_ERL = 1.2;
  private static final double BAR_MESSAGES = 1.5;
  private static final double BAR_MESSAGES_TO_ERL = 0.9;

  static RemoteFigures of(Map<Pairing, List<RemoteRound>> rounds, RemotePlan plan) {
    List<Ratio> ratios = new ArrayList<>();
    if (rounds.containsKey(Pairing.ERL_ERL)) {
      double trip = plan.place() == Place.SAME ? BAR_TRIP_SAME : BAR_TRIP_SPLIT;
      add(ratios, rounds, Pairing.OURS_OURS, trip, BAR_MESSAGES);
      add(ratios, rounds, Pairing.OURS_ERL, BAR_TRIP_TO_ERL, BAR_MESSAGES_TO_ERL);
    }
    return new RemoteFigures(rounds, List.copyOf(ratios));
  }

  private static void add(
      List<Ratio> ratios,
      Map<Pairing, List<RemoteRound>> rounds,
      Pairing pairing,
      double trip,
      double messages) {
    List<RemoteRound> its = rounds.getOrDefault(pairing, List.of());
    List<RemoteRound> erl = rounds.getOrDefault(Pairing.ERL_ERL, List.of());
    ratios.add(
        Ratio.atMost(
            pairing + ", round trip",
            median(its, RemoteRound::p50Micros) / median(erl, RemoteRound::p50Micros),
            trip,
            WHOSE));
    ratios.add(
        Ratio.atLeast(
            pairing + ", messages of one sender",
            median(its, RemoteRound::oneSender) / median(erl, RemoteRound::oneSender),
            messages,
            WHOSE));
    ratios.add(
        Ratio.atLeast(
            pairing + ", messages of several senders",
            median(its, RemoteRound::manySenders) / median(erl, RemoteRound::manySenders),
            messages,
            WHOSE));
  }

  /// The median of one figure over rounds, the upper one of two.
  public static double median(List<RemoteRound> rounds, ToDoubleFunction<RemoteRound> figure) {
    return Ratio.median(rounds.stream().mapToDouble(figure).boxed().toList());
  }

  /// The bars that were missed, in words.
  public List<String> missed() {
    return Ratio.missed(ratios);
  }
}
