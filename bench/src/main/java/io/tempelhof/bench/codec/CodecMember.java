package io.tempelhof.bench.codec;

import io.tempelhof.bench.codec.CodecContest.Shape;
import io.tempelhof.bench.ends.OurEnd;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.MapTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.net.NodeStartException;
import java.io.IOException;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// The main class of our side: `write SHAPE SECONDS` and `read SHAPE SECONDS` are answered with how
/// many terms a second were written as bytes, or read from them.
final class CodecMember {
  private static final int BURST = 64;

  private CodecMember() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, NodeStartException {
    OurEnd.run(arguments, node -> words -> obey(node.name().atom(), words));
  }

  private static String obey(Atom node, String[] words) {
    Term term = term(node, Shape.valueOf(words[1]));
    Encoded bytes = Encoded.of(Encoded.of(term).bytes());
    double seconds = Double.parseDouble(words[2]);
    double rate =
        words[0].equals("write")
            ? repeat(term, CodecMember::write, seconds)
            : repeat(bytes, CodecMember::read, seconds);
    return String.format(Locale.ROOT, "%.0f", rate);
  }

  private static int write(Term term) {
    return Encoded.of(term).size();
  }

  private static int read(Encoded bytes) {
    return bytes.decode() instanceof Decoded.Ok(Term _, int _) ? 1 : 0;
  }

  private static <T> double repeat(T what, ToIntFunction<T> how, double seconds) {
    long done = 0;
    long seen = 0;
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    long now = begin;
    while (now < end) {
      for (int i = 0; i < BURST; i++) {
        seen += how.applyAsInt(what);
      }
      done += BURST;
      now = System.nanoTime();
    }
    if (seen < done) {
      throw new IllegalStateException("what was written could not be read");
    }
    return done / ((now - begin) / 1e9);
  }

  private static Term term(Atom node, Shape shape) {
    return switch (shape) {
      case CALL ->
          Tuple.of(
              Atom.of("call"),
              new Pid(node, 120, 0, 1),
              new Ref(node, 1, 1, 2, 3),
              Tuple.of(
                  Atom.of("put"),
                  Binary.of("key"),
                  MapTerm.of(
                      Atom.of("account"), Binary.of("anna"),
                      Atom.of("amount"), Int.of(1_000_000),
                      Atom.of("currency"), Atom.of("eur"),
                      Atom.of("urgent"), Atom.TRUE),
                  numbers(1, 50)));
      case SMALL -> Tuple.of(Atom.of("tell"), Int.of(1_000));
      case NUMBERS -> numbers(1_000, 1_999);
      case TEXTS ->
          ListTerm.of(
              IntStream.range(0, 100)
                  .mapToObj(i -> Binary.of("a text of 20 byte %02d".formatted(i)))
                  .toList());
    };
  }

  private static Term numbers(int from, int to) {
    return ListTerm.of(IntStream.rangeClosed(from, to).mapToObj(Int::of).toList());
  }
}
