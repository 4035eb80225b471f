package io.tempelhof.interop.faults;

import java.util.List;

/// Something that is wrong with a {@link Network}. Hosts are meant by name.
sealed interface Fault {

  /// From one host to another one.
  record Way(String from, String to) {}

  /// Nothing gets from one host to the other; the way back is open.
  record Cut(String from, String to) implements Fault {}

  /// No host on one side reaches one on the other, nor the other way round.
  record Partition(List<String> one, List<String> other) implements Fault {}

  /// Nothing gets to or from that host, and nobody is told.
  record Silence(String host) implements Fault {}

  /// That share of all packets is lost, at random.
  record Loss(int percent) implements Fault {}

  /// No more gets through to that host, and from it, in a second.
  record Slow(String host, int kilobits) implements Fault {}

  /// Whether nothing at all passes there.
  default boolean stops(Way way) {
    return switch (this) {
      case Cut(String from, String to) -> way.equals(new Way(from, to));
      case Partition(List<String> one, List<String> other) ->
          (one.contains(way.from()) && other.contains(way.to()))
              || (other.contains(way.from()) && one.contains(way.to()));
      case Silence(String host) -> way.from().equals(host) || way.to().equals(host);
      case Loss _, Slow _ -> false;
    };
  }
}
