package io.tempelhof.bench.ends;

import org.jspecify.annotations.Nullable;

/// What those who compete run. Each does the same, line by line.
///
/// @param ours the main class of an end of ours; its arguments: the node's name, the cookie, the
///   port of EPMD
/// @param erl the module of a genuine {@code erl}, which runs {@code module:main()}
/// @param pekko the main class of an end of Pekko, with the same arguments as ours, but for its own
///   port in place of EPMD's; null where Pekko does not compete
/// @param heapMegabytes the heap of each JVM
public record Programs(Class<?> ours, String erl, @Nullable Class<?> pekko, int heapMegabytes) {

  /// Whether a rival competes.
  boolean has(Rival rival) {
    return rival != Rival.PEKKO || pekko != null;
  }
}
