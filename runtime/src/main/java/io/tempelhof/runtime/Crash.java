package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermLimits;
import io.tempelhof.core.term.Tuple;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The exit reason of a process that ended by an exception it did not catch. It has the shape
/// Erlang gives to errors, {@code {Error, Stack}}, so that Erlang and Elixir print it as they print
/// their own:
///
/// ```
/// {{'java.lang.IllegalStateException', <<"the till is closed">>},
///  [{'com.example.Till', pay, 0, [{file, "Till.java"}, {line, 42}]}, ...]}
/// ```
///
/// The message is {@code undefined} where the exception has none. The JVM does not know how many
/// arguments a frame was called with: the third element is always 0.
public final class Crash {
  /// The longest message kept, in characters.
  static final int MESSAGE_CHARS_MAX = 4_096;

  /// The most stack frames kept, innermost first.
  static final int FRAMES_MAX = 32;

  private static final Atom FILE = Atom.of("file");
  private static final Atom LINE = Atom.of("line");

  private Crash() {}

  /// The exit reason for this exception.
  public static Term reason(Throwable thrown) {
    return thrown instanceof RaisedException raised
        ? raised.exitReason()
        : Tuple.of(error(thrown), stack(thrown));
  }

  /// The reason without the stack.
  public static Term error(Throwable thrown) {
    return Tuple.of(atom(thrown.getClass().getName()), message(thrown));
  }

  private static Term message(Throwable thrown) {
    String message = messageOf(thrown);
    if (message == null) {
      return Atom.UNDEFINED;
    }
    return Binary.of(
        message.length() > MESSAGE_CHARS_MAX ? message.substring(0, MESSAGE_CHARS_MAX) : message);
  }

  private static @Nullable String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      // The program's own code; without a message the process ends all the same.
      return null;
    }
  }

  /// The stack of this exception.
  public static Term stack(Throwable thrown) {
    return ListTerm.of(
        Arrays.stream(thrown.getStackTrace()).limit(FRAMES_MAX).map(Crash::frame).toList());
  }

  private static Term frame(StackTraceElement frame) {
    return Tuple.of(
        atom(frame.getClassName()), atom(frame.getMethodName()), Int.of(0), location(frame));
  }

  private static Term location(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null || frame.getLineNumber() < 0) {
      return ListTerm.of();
    }
    return ListTerm.of(
        Tuple.of(FILE, characters(file)), Tuple.of(LINE, Int.of(frame.getLineNumber())));
  }

  /// A list of characters, Erlang's older kind of text, in which it expects file names.
  private static Term characters(String text) {
    List<Int> points = text.codePoints().mapToObj(Int::of).toList();
    return ListTerm.of(points);
  }

  private static Atom atom(String text) {
    int end =
        text.codePointCount(0, text.length()) > TermLimits.MAX_ATOM_CODE_POINTS
            ? text.offsetByCodePoints(0, TermLimits.MAX_ATOM_CODE_POINTS)
            : text.length();
    return Atom.of(text.substring(0, end));
  }
}
