package io.tempelhof.cli.shell;

import io.tempelhof.core.term.Parsed;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermParser;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody types into the shell.
///
/// @param variable gets what comes of it; empty for none
/// @param what is to be done
record Line(String variable, What what) {
  /// What can be done.
  sealed interface What {
    /// Nothing was typed.
    record Nothing() implements What {}

    /// What was typed means nothing.
    record Wrong(String why) implements What {}

    /// The shell is left.
    record Quit() implements What {}

    /// What can be typed.
    record Help() implements What {}

    /// The variables and their values.
    record Variables() implements What {}

    /// All messages that have come.
    record Flush() implements What {}

    /// Waits for a message.
    record Receive(Duration atMost) implements What {}

    /// What is known of a process.
    ///
    /// @param process a pid or a registered name
    record Inspect(Term process) implements What {}

    /// A message is sent.
    record Send(Term to, Term message) implements What {}

    /// A term, or what functions called in it made of it.
    record Value(Term term) implements What {}
  }

  /// Characters of one line.
  static final int LENGTH_MAX = 64 << 10;

  /// How long a bare `receive` waits.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern BINDING =
      Pattern.compile("([\\p{Lu}_][\\p{L}\\p{N}_@]*)\\s*=(?![=>])\\s*(.*)", Pattern.DOTALL);
  private static final Pattern INSPECT =
      Pattern.compile("(?:inspect|i)\\s*\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern RECEIVE = Pattern.compile("receive(?:\\s*\\(?([0-9]{1,9})\\)?)?");

  /// Reads a line. Functions in it are called once all of it has turned out to mean something: what
  /// is half wrong does nothing.
  static Line read(String text, Calls calls) {
    Line rehearsed = parse(text, calls.rehearsed());
    return rehearsed.what() instanceof What.Wrong ? rehearsed : parse(text, calls);
  }

  private static Line parse(String text, TermParser.Names names) {
    String typed = text.strip();
    typed = typed.endsWith(".") ? typed.substring(0, typed.length() - 1).strip() : typed;
    if (typed.length() > LENGTH_MAX) {
      return new Line("", new What.Wrong("longer than " + LENGTH_MAX + " characters"));
    }
    Matcher binding = BINDING.matcher(typed);
    return binding.matches()
        ? new Line(binding.group(1), what(binding.group(2), names))
        : new Line("", what(typed, names));
  }

  private static What what(String text, TermParser.Names names) {
    Matcher receive = RECEIVE.matcher(text);
    if (receive.matches()) {
      String millis = receive.group(1);
      return new What.Receive(
          millis == null ? PATIENCE : Duration.ofMillis(Long.parseLong(millis)));
    }
    return switch (text) {
      case "" -> new What.Nothing();
      case "help", "help()" -> new What.Help();
      case "quit", "exit", "q()" -> new What.Quit();
      case "variables", "b()" -> new What.Variables();
      case "flush", "flush()" -> new What.Flush();
      default -> expression(text, names);
    };
  }

  /// A term with the calls in it, or a message.
  private static What expression(String text, TermParser.Names names) {
    Matcher inspect = INSPECT.matcher(text);
    if (inspect.matches()) {
      // Blanks, so that places told are those of the line.
      String process = " ".repeat(inspect.start(1)) + inspect.group(1);
      return switch (TermParser.parse(process, names)) {
        case Parsed.Ok(Term term, int _) -> new What.Inspect(term);
        case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
      };
    }
    return switch (TermParser.parseFrom(text, 0, names)) {
      case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
      case Parsed.Ok(Term term, int end) when end == text.length() -> new What.Value(term);
      case Parsed.Ok(Term to, int end) when text.charAt(end) == '!' ->
          message(text, end + 1, to, names);
      case Parsed.Ok(Term _, int end) ->
          new What.Wrong(
              "\"" + text.substring(end) + "\" means nothing there at character " + (end + 1));
    };
  }

  private static What message(String text, int from, Term to, TermParser.Names names) {
    return switch (TermParser.parseFrom(text, from, names)) {
      case Parsed.Ok(Term message, int end) when end == text.length() -> new What.Send(to, message);
      case Parsed.Ok(Term _, int end) ->
          new What.Wrong("one message is enough at character " + (end + 1));
      case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
    };
  }
}
