package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// Prints terms in Erlang's syntax, as {@code io_lib:format("~0tp", [Term])} does on the node that
/// owns them, except that binaries of printable UTF-8 show their text whatever the alphabet.
public final class TermPrinter {
  private static final String ELLIPSIS = "...";

  /// A decimal digit stands for fewer bits than this.
  private static final int MAX_BITS_PER_DIGIT = 4;

  private final StringBuilder out = new StringBuilder();
  private final int limit;

  /// Where pids are at home; null if that does not matter.
  private final @Nullable Atom home;

  private TermPrinter(int limit, @Nullable Atom home) {
    this.limit = limit;
    this.home = home;
  }

  /// A term as that node prints it, but pids of other nodes with the name of their node, as {@code
  /// <name@host.12.0>}. Its first {@link TermLimits#MAX_SHOWN_CHARACTERS} characters.
  public static String printAt(Atom node, Term term) {
    return print(term, TermLimits.MAX_SHOWN_CHARACTERS, node);
  }

  static String print(Term term) {
    return print(term, TermLimits.MAX_PRINTED_CHARACTERS);
  }

  /// The first {@code limit} (at least 1) characters of the printed term, and {@code ...} if there
  /// are more.
  static String print(Term term, int limit) {
    return print(term, limit, null);
  }

  private static String print(Term term, int limit, @Nullable Atom home) {
    TermPrinter printer = new TermPrinter(limit, home);
    printer.append(term);
    StringBuilder out = printer.out;
    if (out.length() <= limit) {
      return out.toString();
    }
    int end = Character.isHighSurrogate(out.charAt(limit - 1)) ? limit - 1 : limit;
    return out.substring(0, end) + ELLIPSIS;
  }

  private boolean full() {
    return out.length() > limit;
  }

  private void append(Term term) {
    Walk walk = appendLeafOrOpen(term, null);
    while (walk != null && !full()) {
      if (hasMore(walk)) {
        appendSeparator(walk);
        walk = appendLeafOrOpen(walk.next(), walk);
      } else {
        out.append(walk.compound instanceof ListTerm ? ']' : '}');
        walk = walk.outer;
      }
    }
  }

  /// The empty list at the end of a proper list is not printed.
  private static boolean hasMore(Walk walk) {
    return (walk.compound instanceof ListTerm list && list.isProper())
        ? walk.next < list.size()
        : walk.hasNext();
  }

  private void appendSeparator(Walk walk) {
    if (walk.next == 0) {
      return;
    }
    switch (walk.compound) {
      case ListTerm list -> out.append(walk.next == list.size() ? '|' : ',');
      case MapTerm _ -> out.append(walk.next % 2 == 1 ? " => " : ",");
      case Tuple _, Fun _ -> out.append(',');
    }
  }

  /// Prints a term without slots, or opens one; answers the walk to go on with.
  private @Nullable Walk appendLeafOrOpen(Term term, @Nullable Walk outer) {
    switch (term) {
      case Tuple tuple -> {
        out.append('{');
        return new Walk(tuple, outer);
      }
      case MapTerm map -> {
        out.append("#{");
        return new Walk(map, outer);
      }
      case ListTerm list -> {
        if (!TextPrinter.isString(list, limit)) {
          out.append('[');
          return new Walk(list, outer);
        }
        TextPrinter.appendString(out, list, limit);
      }
      case Nil _ -> out.append("[]");
      case Int integer -> out.append(integer.value());
      case BigInt big -> appendBig(big);
      case Real real -> out.append(RealPrinter.print(real.value()));
      case Atom atom -> TextPrinter.appendAtom(out, atom.text());
      case Binary binary -> TextPrinter.appendBinary(out, binary.array(), limit);
      case BitString bits -> TextPrinter.appendBits(out, bits.array(), bits.bits(), limit);
      case Pid pid ->
          out.append(home == null || pid.node().equals(home) ? pid : pid.toLongString());
      case Ref ref -> appendRef(ref);
      case Port port -> out.append("#Port<0.").append(Long.toUnsignedString(port.id())).append('>');
      case Fun fun -> appendFun(fun);
      case Export export -> appendExport(export);
    }
    return outer;
  }

  /// Printing takes time that grows faster than the number: of one too long to be shown whole only
  /// the size is.
  private void appendBig(BigInt big) {
    int bits = big.value().abs().bitLength() - 1;
    if (bits / MAX_BITS_PER_DIGIT > limit) {
      out.append(big.value().signum() < 0 ? "-" : "").append("2^").append(bits).append(ELLIPSIS);
    } else {
      out.append(big.value());
    }
  }

  private void appendRef(Ref ref) {
    out.append("#Ref<0");
    for (int i = ref.length() - 1; i >= 0; i--) {
      out.append('.').append(Integer.toUnsignedString(ref.word(i)));
    }
    out.append('>');
  }

  private void appendFun(Fun fun) {
    out.append("#Fun<");
    TextPrinter.appendAtom(out, fun.module().text());
    out.append('.').append(fun.oldIndex()).append('.').append(fun.oldUniq()).append('>');
  }

  private void appendExport(Export export) {
    out.append("fun ");
    TextPrinter.appendAtom(out, export.module().text());
    out.append(':');
    TextPrinter.appendAtom(out, export.function().text());
    out.append('/').append(export.arity());
  }
}
