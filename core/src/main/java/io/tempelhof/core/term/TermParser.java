package io.tempelhof.core.term;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads terms in Erlang's syntax, as people type them and as {@code toString} of a {@link Term}
/// prints them (OTP {@code erl_scan}, {@code erl_parse:parse_term}). Funs but for {@code fun
/// M:F/A}, and ports, cannot be written.
///
/// A text is read in one pass; it may be nested {@link TermLimits#MAX_TEXT_DEPTH} levels deep.
public final class TermParser {
  /// What a text means that does not say it itself.
  public interface Names {
    /// Nothing has a name, there are no pids and no references.
    Names NONE =
        new Names() {
          @Override
          public @Nullable Term variable(String name) {
            return null;
          }

          @Override
          public @Nullable Term pid(@Nullable String node, int id, int serial) {
            return null;
          }

          @Override
          public @Nullable Term reference(int... words) {
            return null;
          }
        };

    /// The value of a variable; null if it has none.
    @Nullable Term variable(String name);

    /// The pid printed as {@code <0.ID.SERIAL>} or {@code <NODE.ID.SERIAL>}; null if it is not
    /// known whose it is.
    ///
    /// @param node null where it is written as {@code 0}
    @Nullable Term pid(@Nullable String node, int id, int serial);

    /// The reference with these words, the first one first; null if it is not known whose it is.
    @Nullable Term reference(int... words);

    /// The value of a function called where a term may stand; null where calls mean nothing, which
    /// they do unless told otherwise. Arguments have been read, and calls among them made, before.
    ///
    /// @param module null where none is written
    default @Nullable Term call(@Nullable Atom module, Atom function, List<Term> arguments) {
      return null;
    }
  }

  private static final String CALL = "a call is written as module:function(Arguments)";

  private final TermScanner scanner;
  private final Names names;
  private int depth;

  private TermParser(String text, int from, Names names) {
    this.scanner = new TermScanner(text, from);
    this.names = names;
  }

  /// Reads a text that is one term, with a full stop behind it or without.
  public static Parsed parse(String text, Names names) {
    Parsed parsed = parseFrom(text, 0, names);
    if (parsed instanceof Parsed.Ok(Term _, int end)) {
      String rest = text.substring(end).strip();
      if (!rest.isEmpty() && !rest.equals(".")) {
        return new Parsed.Wrong("one term is enough: what is \"" + rest + "\" for?", end);
      }
    }
    return parsed;
  }

  /// Reads the term that begins at an offset, whatever follows it.
  public static Parsed parseFrom(String text, int from, Names names) {
    TermParser parser = new TermParser(text, from, names);
    try {
      Term term = parser.term();
      return new Parsed.Ok(term, parser.scanner.offset());
    } catch (Unreadable unreadable) {
      return new Parsed.Wrong(unreadable.reason, unreadable.at);
    }
  }

  /// Thrown within this reader only.
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    final String reason;
    final int at;

    Unreadable(String reason, int at) {
      super(reason, null, false, false);
      this.reason = reason;
      this.at = at;
    }
  }

  private Term term() {
    if (++depth > TermLimits.MAX_TEXT_DEPTH) {
      throw scanner.unreadable("nested deeper than " + TermLimits.MAX_TEXT_DEPTH + " levels");
    }
    int at = scanner.offset();
    Term term =
        switch (scanner.next()) {
          case TermScanner.Token.Word(String text) when text.equals("fun") -> export();
          case TermScanner.Token.Word(String text) when TextPrinter.isReserved(text) ->
              throw new Unreadable("\"" + text + "\" is a reserved word; write '" + text + "'", at);
          case TermScanner.Token.Word(String text) -> named(atom(text, at), at);
          case TermScanner.Token.QuotedAtom(String text) -> named(atom(text, at), at);
          case TermScanner.Token.Variable(String name) -> variable(name, at);
          case TermScanner.Token.Value(Term value) -> value;
          case TermScanner.Token.Text(String text) -> string(text);
          case TermScanner.Token.Identifier(String text) -> identifier(text, at);
          case TermScanner.Token.Sign(String sign) -> compound(sign, at);
          case TermScanner.Token.End() -> throw new Unreadable("a term is missing", at);
        };
    depth--;
    return term;
  }

  private Term compound(String sign, int at) {
    return switch (sign) {
      case "{" -> Tuple.of(elements("}"));
      case "[" -> list();
      case "#{" -> map();
      case "<<" -> new BinaryParser(scanner, this::term).read();
      case "-" -> negative(at);
      default -> throw new Unreadable("no term begins with \"" + sign + "\"", at);
    };
  }

  private static Atom atom(String text, int at) {
    try {
      return Atom.of(text);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()), at);
    }
  }

  /// An atom, or the call that it begins.
  private Term named(Atom first, int at) {
    Atom module = null;
    Atom function = first;
    if (scanner.isNext(":")) {
      scanner.expect(":");
      module = first;
      function = atom(CALL);
      if (!scanner.isNext("(")) {
        throw scanner.unreadable(CALL);
      }
    } else if (!scanner.isNext("(")) {
      return first;
    }
    scanner.expect("(");
    Term value = names.call(module, function, elements(")"));
    if (value == null) {
      throw new Unreadable("a term cannot hold a call", at);
    }
    return value;
  }

  /// An atom, whatever follows it.
  private Atom atom(String otherwise) {
    int at = scanner.offset();
    return switch (scanner.next()) {
      case TermScanner.Token.Word(String text) when !TextPrinter.isReserved(text) -> atom(text, at);
      case TermScanner.Token.QuotedAtom(String text) -> atom(text, at);
      default -> throw new Unreadable(otherwise, at);
    };
  }

  private Term variable(String name, int at) {
    Term value = names.variable(name);
    if (value == null) {
      throw new Unreadable("variable " + name + " is unbound; is it to be an atom?", at);
    }
    return value;
  }

  private Term negative(int at) {
    return switch (scanner.next()) {
      case TermScanner.Token.Value(Int(long value)) when value != Long.MIN_VALUE -> Int.of(-value);
      case TermScanner.Token.Value(Int(long value)) ->
          BigInt.of(java.math.BigInteger.valueOf(value).negate());
      case TermScanner.Token.Value(BigInt(var value)) -> BigInt.of(value.negate());
      case TermScanner.Token.Value(Real(double value)) -> Real.of(-value);
      default -> throw new Unreadable("a number is missing behind the minus", at);
    };
  }

  private Term string(String first) {
    StringBuilder text = new StringBuilder(first);
    while (scanner.peek() instanceof TermScanner.Token.Text(String more)) {
      scanner.next();
      text.append(more);
    }
    return ListTerm.of(text.codePoints().mapToObj(Int::of).toList());
  }

  /// Elements with commas between them, up to that sign.
  private List<Term> elements(String end) {
    List<Term> elements = new ArrayList<>();
    if (scanner.skip(end)) {
      return elements;
    }
    do {
      elements.add(term());
    } while (scanner.skip(","));
    scanner.expect(end);
    return elements;
  }

  private Term list() {
    List<Term> elements = new ArrayList<>();
    if (scanner.skip("]")) {
      return Nil.NIL;
    }
    do {
      elements.add(term());
    } while (scanner.skip(","));
    if (!scanner.skip("|")) {
      scanner.expect("]");
      return ListTerm.of(elements);
    }
    Term tail = term();
    scanner.expect("]");
    return switch (tail) {
      case Nil _ -> ListTerm.of(elements);
      case ListTerm more when more.isProper() -> {
        elements.addAll(more.elements());
        yield ListTerm.of(elements);
      }
      case ListTerm more -> {
        elements.addAll(more.elements());
        yield ListTerm.improper(elements, more.tail());
      }
      default -> ListTerm.improper(elements, tail);
    };
  }

  private Term map() {
    List<Term> keysAndValues = new ArrayList<>();
    if (scanner.skip("}")) {
      return MapTerm.EMPTY;
    }
    int at = scanner.offset();
    do {
      keysAndValues.add(term());
      scanner.expect("=>");
      keysAndValues.add(term());
    } while (scanner.skip(","));
    scanner.expect("}");
    try {
      return MapTerm.of(keysAndValues.toArray(Term[]::new));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()), at);
    }
  }

  /// Behind {@code fun}.
  private Term export() {
    String otherwise = "a fun is written as fun Module:Function/Arity";
    int at = scanner.offset();
    Atom module = atom(otherwise);
    scanner.expect(":");
    Atom function = atom(otherwise);
    scanner.expect("/");
    if (term() instanceof Int(long arity) && arity >= 0 && arity <= 255) {
      return new Export(module, function, (int) arity);
    }
    throw new Unreadable(otherwise, at);
  }

  private Term identifier(String text, int at) {
    String[] parts = text.substring(text.indexOf('<') + 1, text.length() - 1).split("\\.", -1);
    Term found = null;
    try {
      if (text.startsWith("#Ref<") && parts.length >= 2) {
        int[] words = new int[parts.length - 1];
        for (int i = 0; i < words.length; i++) {
          words[i] = Integer.parseUnsignedInt(parts[parts.length - 1 - i]);
        }
        found = words.length > TermLimits.MAX_REFERENCE_WORDS ? null : names.reference(words);
      } else if (text.startsWith("<") && parts.length >= 3) {
        int last = text.lastIndexOf('.');
        String node = text.substring(1, text.lastIndexOf('.', last - 1));
        found =
            names.pid(
                node.equals("0") ? null : node,
                Integer.parseUnsignedInt(parts[parts.length - 2]),
                Integer.parseUnsignedInt(parts[parts.length - 1]));
      }
    } catch (NumberFormatException e) {
      // As wrong as one that nobody knows.
    }
    if (found == null) {
      throw new Unreadable(text + " is not known here", at);
    }
    return found;
  }
}
