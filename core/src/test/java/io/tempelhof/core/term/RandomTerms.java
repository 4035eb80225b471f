package io.tempelhof.core.term;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Random terms of all types, from edge values more often than not. Uses the public API alone.
public final class RandomTerms {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    255,
    256,
    127,
    128,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE + 1L,
    Integer.MIN_VALUE - 1L,
    1L << 53,
    (1L << 53) + 1,
    -(1L << 53) - 1,
    1L << 59,
    -(1L << 59) - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0xFFFF_FFFFL
  };
  private static final double[] REALS = {
    0.0,
    1.0,
    -1.0,
    0.1,
    1e10,
    1e-10,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    0x1p53,
    0x1p63,
    -0x1p63,
    0x1p64,
    1e22
  };
  private static final String[] ATOMS = {
    "",
    "a",
    "ok",
    "undefined",
    "true",
    "Hello",
    "with space",
    "it's",
    "ünï",
    "日本",
    "😀",
    "\uFFFD",
    "receive",
    "a@b",
    "_x",
    "x".repeat(255),
    "é".repeat(200),
    "😀".repeat(255)
  };
  private static final String[] TEXTS = {
    "", "hello", "line\nbreak", "tab\t\"quoted\" \\", "Grüße", "日本語", "a\u0000b", "~p"
  };

  private final RandomGenerator random;

  public RandomTerms(RandomGenerator random) {
    this.random = random;
  }

  /// A term of at most about so many terms in all.
  public Term next(int budget) {
    return budget > 1 && random.nextInt(3) > 0 ? compound(budget) : leaf();
  }

  /// A term nested so many levels deep, of different compounds.
  public Term deep(int levels) {
    Term term = leaf();
    for (int i = 0; i < levels; i++) {
      term =
          switch (random.nextInt(5)) {
            case 0 -> Tuple.of(term);
            case 1 -> Tuple.of(leaf(), term, leaf());
            case 2 -> ListTerm.of(term, smallInteger());
            case 3 -> MapTerm.of(atom(), term);
            default -> ListTerm.improper(List.of(term), smallInteger());
          };
    }
    return term;
  }

  private Term compound(int budget) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> Tuple.of(row(budget));
      case 2, 3 -> ListTerm.of(row(budget));
      case 4 -> improper(budget);
      case 5, 6 -> map(budget);
      default -> fun(budget);
    };
  }

  private List<Term> row(int budget) {
    int size = random.nextInt(Math.min(budget, random.nextInt(20) == 0 ? 300 : 6));
    List<Term> row = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      row.add(next((budget - size) / size));
    }
    return row;
  }

  private Term improper(int budget) {
    List<Term> row = row(budget);
    Term tail = leaf();
    return row.isEmpty() ? tail : ListTerm.improper(row, tail);
  }

  private Term map(int budget) {
    Map<Term, Term> entries = new LinkedHashMap<>();
    List<Term> keys = row(budget / 2);
    keys.forEach(key -> entries.put(key, next(budget / 2 / keys.size())));
    return MapTerm.of(entries);
  }

  /// Funs are only ever decoded. A node knows a fun by module, number and version, so the rest of
  /// the head follows from these.
  private Term fun(int budget) {
    List<Term> free = row(budget);
    int number = random.nextInt(3);
    int version = random.nextInt(5);
    TermWriter out = new TermWriter();
    out.putVersion();
    out.putByte(112);
    out.putInt(0);
    out.putByte(number);
    out.putLong(version);
    out.putLong(version);
    out.putInt(number);
    out.putInt(free.size());
    out.putAtom("fun_module");
    out.putInteger(number);
    out.putInteger(version * 10_000_000L);
    out.put(pid());
    free.forEach(out::put);
    out.setInt(2, out.size() - 2);
    return ((Decoded.Ok) Etf.decode(out.toBytes())).term();
  }

  public Term leaf() {
    List<Supplier<Term>> kinds =
        List.of(
            this::integer,
            this::smallInteger,
            this::big,
            this::real,
            this::atom,
            this::atom,
            this::text,
            this::binary,
            this::bits,
            this::pid,
            this::ref,
            this::port,
            this::export,
            this::byteList,
            () -> Nil.NIL);
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  public Term integer() {
    return Int.of(
        random.nextBoolean()
            ? EDGES[random.nextInt(EDGES.length)]
            : random.nextLong() >> random.nextInt(64));
  }

  public Term smallInteger() {
    return Int.of(random.nextInt(300));
  }

  public Term big() {
    int bits = random.nextInt(20) == 0 ? 2_100 : 130;
    BigInteger value = new BigInteger(1, bytes(1 + random.nextInt(bits) / 8));
    return BigInt.of(random.nextBoolean() ? value : value.negate());
  }

  public Term real() {
    double value =
        switch (random.nextInt(3)) {
          case 0 -> REALS[random.nextInt(REALS.length)];
          case 1 -> random.nextInt(1000) / 8.0;
          default -> Double.longBitsToDouble(random.nextLong());
        };
    return Real.of(Double.isFinite(value) ? value : 1.5);
  }

  public Atom atom() {
    return Atom.of(ATOMS[random.nextInt(ATOMS.length)]);
  }

  public Term text() {
    return Binary.of(TEXTS[random.nextInt(TEXTS.length)]);
  }

  public Term binary() {
    return Binary.of(bytes(random.nextInt(40)));
  }

  public Term bits() {
    return BitString.of(bytes(1 + random.nextInt(5)), 1 + random.nextInt(7));
  }

  public Term byteList() {
    return ListTerm.ofLatin1(new String(bytes(random.nextInt(30)), StandardCharsets.ISO_8859_1));
  }

  public Pid pid() {
    return new Pid(node(), random.nextInt(), random.nextInt(3), creation());
  }

  public Term ref() {
    return new Ref(
        node(), creation(), random.nextInt(1 << 18), random.nextInt(), random.nextInt(3));
  }

  public Term port() {
    return new Port(node(), random.nextLong() >>> random.nextInt(64), creation());
  }

  public Term export() {
    return new Export(atom(), atom(), random.nextInt(256));
  }

  private Atom node() {
    return Atom.of("node" + random.nextInt(3) + "@host");
  }

  private int creation() {
    return 1 + random.nextInt(3);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
