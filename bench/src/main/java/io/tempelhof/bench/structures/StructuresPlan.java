package io.tempelhof.bench.structures;

/// How data structures are measured.
///
/// @param rounds that count; as many go before them to warm the JVM up
/// @param seconds how long each takes
public record StructuresPlan(int rounds, double seconds) {
  public StructuresPlan {
    if (rounds < 1 || rounds > 100) {
      throw new IllegalArgumentException("--rounds: " + rounds + " is not 1 to 100");
    }
    if (!(seconds >= 0.01 && seconds <= 60)) {
      throw new IllegalArgumentException("--seconds: " + seconds + " is not 0.01 to 60");
    }
  }
}
