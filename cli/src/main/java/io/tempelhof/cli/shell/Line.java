package io.tempelhof.cli.shell;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Parsed;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermParser;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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

    /// The shell's own pid.
    record Own() implements What {}

    /// All messages that have come.
    record Flush() implements What {}

    /// Waits for a message.
    record Receive(Duration atMost) implements What {}

    /// What is known of a process.
    ///
    /// @param process a pid or a registered name
    record Inspect(Term process) implements What {}

    /// A function of the node asked is called.
    record Call(Atom module, Atom function, List<Term> arguments) implements What {}

    /// A message is sent.
    record Send(Term to, Term message) implements What {}

    /// A term stands for itself.
    record Value(Term term) implements What {}
  }

  /// Characters of one line.
  static final int LENGTH_MAX = 64 << 10;

  /// How long a bare `receive` waits.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Atom ERLANG = Atom.of("erlang");
  private static final Pattern BINDING =
      Pattern.compile("([\\p{Lu}_][\\p{L}\\p{N}_@]*)\\s*=(?![=>])\\s*(.*)", Pattern.DOTALL);
  private static final Pattern RECEIVE = Pattern.compile("receive(?:\\s*\\(?([0-9]{1,9})\\)?)?");

  /// Reads a line.
  static Line read(String text, TermParser.Names names) {
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
      case "self()" -> new What.Own();
      default -> expression(text, names);
    };
  }

  /// A term, a call or a message.
  private static What expression(String text, TermParser.Names names) {
    return switch (TermParser.parseFrom(text, 0, names)) {
      case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
      case Parsed.Ok(Term term, int end) when end == text.length() -> new What.Value(term);
      case Parsed.Ok(Term to, int end) when text.charAt(end) == '!' ->
          message(text, end + 1, to, names);
      case Parsed.Ok(Atom module, int end) when text.charAt(end) == ':' ->
          call(text, module, end + 1, names);
      case Parsed.Ok(Atom function, int end) when text.charAt(end) == '(' ->
          applied(text, end, names, arguments -> local(function, arguments));
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

  private static What call(String text, Atom module, int from, TermParser.Names names) {
    return switch (TermParser.parseFrom(text, from, names)) {
      case Parsed.Ok(Atom function, int end) when end < text.length() && text.charAt(end) == '(' ->
          applied(text, end, names, arguments -> new What.Call(module, function, arguments));
      case Parsed.Ok _ -> new What.Wrong("a call is written as module:function(Arguments)");
      case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
    };
  }

  /// Reads the arguments from the parenthesis there on, as a list at the same places.
  private static What applied(
      String text, int open, TermParser.Names names, Function<List<Term>, What> call) {
    if (!text.endsWith(")")) {
      return new What.Wrong("the closing \")\" is missing");
    }
    String list = " ".repeat(open) + "[" + text.substring(open + 1, text.length() - 1) + "]";
    return switch (TermParser.parse(list, names)) {
      case Parsed.Ok(ListTerm arguments, int _) when arguments.isProper() ->
          call.apply(arguments.elements());
      case Parsed.Ok(Nil _, int _) -> call.apply(List.of());
      case Parsed.Ok _ -> new What.Wrong("arguments have commas between them");
      case Parsed.Wrong wrong -> new What.Wrong(wrong.toString());
    };
  }

  /// A function without a module is one of the shell's, or else one of {@code erlang}.
  private static What local(Atom function, List<Term> arguments) {
    boolean looks = function.text().equals("inspect") || function.text().equals("i");
    return looks && arguments.size() == 1
        ? new What.Inspect(arguments.getFirst())
        : new What.Call(ERLANG, function, arguments);
  }
}
