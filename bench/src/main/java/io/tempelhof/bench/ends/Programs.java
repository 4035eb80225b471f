package io.tempelhof.bench.ends;

import org.jspecify.annotations.Nullable;

/// What those who compete run. Each does the same, line by line.
///
/// @param ours the main class of an end of ours; its arguments: the node's name, the cookie, the
///   port of EPMD. Null where ours are started in another way.
/// @param erl the module of a genuine {@code erl}, which runs {@code module:main()}
/// @param pekko the main class of an end of Pekko, with the same arguments as ours, but for its own
///   port in place of EPMD's; null where Pekko does not compete
/// @param jinterface the source file of an end of jinterface, with the same arguments but for the
///   port; null where it does not compete
/// @param heapMegabytes the heap of each JVM
public record Programs(
    @Nullable Class<?> ours,
    String erl,
    @Nullable Class<?> pekko,
    @Nullable String jinterface,
    int heapMegabytes) {

  /// Ours and {@code erl}.
  public static Programs of(Class<?> ours, String erl, int heapMegabytes) {
    return new Programs(ours, erl, null, null, heapMegabytes);
  }

  /// Only {@code erl}.
  public static Programs ofErl(String erl) {
    return new Programs(null, erl, null, null, 0);
  }

  /// The same and Pekko.
  public Programs andPekko(Class<?> main) {
    return new Programs(ours, erl, main, jinterface, heapMegabytes);
  }

  /// The same and jinterface.
  public Programs andJinterface(String program) {
    return new Programs(ours, erl, pekko, program, heapMegabytes);
  }

  /// Whether a rival competes.
  boolean has(Rival rival) {
    return switch (rival) {
      case ERL -> true;
      case PEKKO -> pekko != null;
      case JINTERFACE -> jinterface != null;
    };
  }
}
