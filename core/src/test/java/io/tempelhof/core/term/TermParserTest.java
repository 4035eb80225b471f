package io.tempelhof.core.term;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermParserTest {
  private static final Atom HERE = Atom.of("here@127.0.0.1");
  private static final Pid PID = new Pid(HERE, 12, 3, 7);
  private static final TermParser.Names NAMES =
      new TermParser.Names() {
        @Override
        public @Nullable Term variable(String name) {
          return name.equals("X") ? Int.of(42) : null;
        }

        @Override
        public @Nullable Term pid(@Nullable String node, int id, int serial) {
          return new Pid(node == null ? HERE : Atom.of(node), id, serial, 7);
        }

        @Override
        public @Nullable Term reference(int... words) {
          return new Ref(HERE, 7, words);
        }
      };

  private static Term read(String text) {
    return switch (TermParser.parse(text, NAMES)) {
      case Parsed.Ok(Term term, int _) -> term;
      case Parsed.Wrong wrong -> throw new AssertionError(text + ": " + wrong);
    };
  }

  private static String refusal(String text) {
    return switch (TermParser.parse(text, NAMES)) {
      case Parsed.Ok ok -> throw new AssertionError(text + " is read as " + ok.term());
      case Parsed.Wrong wrong -> wrong.toString();
    };
  }

  @Test
  void termsAreWrittenAsInErlang() {
    assertThat(read("ok")).isEqualTo(Atom.of("ok"));
    assertThat(read(" 'It''s'.".replace("''", "\\'"))).isEqualTo(Atom.of("It's"));
    assertThat(read("-1_000")).isEqualTo(Int.of(-1_000));
    assertThat(read("-9223372036854775808")).isEqualTo(Int.of(Long.MIN_VALUE));
    assertThat(read("16#ff")).isEqualTo(Int.of(255));
    assertThat(read("$a")).isEqualTo(Int.of('a'));
    assertThat(read("$\\n")).isEqualTo(Int.of('\n'));
    assertThat(read("123456789012345678901234567890"))
        .isEqualTo(BigInt.of(new BigInteger("123456789012345678901234567890")));
    assertThat(read("-1.5e-3")).isEqualTo(Real.of(-0.0015));
    assertThat(read("\"ab\" \"c\"")).isEqualTo(ListTerm.ofLatin1("abc"));
    assertThat(read("[1,2|[3]] % a remark"))
        .isEqualTo(ListTerm.of(Int.of(1), Int.of(2), Int.of(3)));
    assertThat(read("[a|b]")).isEqualTo(ListTerm.improper(List.of(Atom.of("a")), Atom.of("b")));
    assertThat(read("{}")).isEqualTo(Tuple.EMPTY);
    assertThat(read("#{a => {1,[]}}"))
        .isEqualTo(MapTerm.of(Atom.of("a"), Tuple.of(Int.of(1), Nil.NIL)));
    assertThat(read("<<\"é\"/utf8,1,2:4,3:4>>")).isEqualTo(binary(0xC3, 0xA9, 1, 0x23));
    assertThat(read("<<5:3>>")).isEqualTo(BitString.of(new byte[] {(byte) 0xA0}, 3));
    assertThat(read("fun lists:sum/1")).isEqualTo(new Export(Atom.of("lists"), Atom.of("sum"), 1));
  }

  private static Binary binary(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return Binary.of(content);
  }

  @Test
  void whatIsNotSaidByTheTextItselfIsAskedFor() {
    assertThat(read("{X, <0.12.3>}")).isEqualTo(Tuple.of(Int.of(42), PID));
    assertThat(read(PID.toLongString())).isEqualTo(PID);
    Ref ref = new Ref(HERE, 7, 1, 2, 3);
    assertThat(read(ref.toString())).isEqualTo(ref);
    assertThat(refusal("Y")).startsWith("variable Y is unbound");
    assertThat(TermParser.parse("<0.12.3>", TermParser.Names.NONE))
        .isEqualTo(new Parsed.Wrong("<0.12.3> is not known here", 0));
  }

  @Test
  void callsStandWhereverATermMayAndTheInnermostComesFirst() {
    List<String> made = new ArrayList<>();
    TermParser.Names counting =
        new TermParser.Names() {
          @Override
          public @Nullable Term variable(String name) {
            return NAMES.variable(name);
          }

          @Override
          public @Nullable Term pid(@Nullable String node, int id, int serial) {
            return NAMES.pid(node, id, serial);
          }

          @Override
          public @Nullable Term reference(int... words) {
            return NAMES.reference(words);
          }

          @Override
          public Term call(@Nullable Atom module, Atom function, List<Term> arguments) {
            made.add(module + ":" + function + arguments);
            return Int.of(made.size());
          }
        };
    assertThat(TermParser.parse("{f(), [m:'G'(X, h( a )), #{k => m:f([])}]}.", counting))
        .isInstanceOfSatisfying(
            Parsed.Ok.class, ok -> assertThat(ok.term()).hasToString("{1,[3,#{k => 4}]}"));
    assertThat(made).containsExactly("null:f[]", "null:h[a]", "m:'G'[42, 2]", "m:f[[]]");
    made.clear();
    for (String wrong : List.of("m:f(1", "m:f", "m:", "m:f 1", "m:X()", "f(1,)", "f(1 2)")) {
      assertThat(TermParser.parse(wrong, counting)).as(wrong).isInstanceOf(Parsed.Wrong.class);
    }
    assertThat(read("fun m:f/1")).as("no call").isInstanceOf(Export.class);
    assertThat(refusal("{m:f()}")).isEqualTo("a term cannot hold a call at character 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "{",
        "{a",
        "{a,}",
        "[1|2",
        "[|1]",
        "#{a}",
        "#{a => }",
        "<<a>>",
        "<<1",
        "'open",
        "\"open",
        "1 2",
        "a.b",
        "fun",
        "fun a:b",
        "receive",
        "37#1",
        "2#",
        "1.0e",
        "1.0e999",
        "-",
        "-a",
        "#Ref<x>",
        "<0.1>",
        "<",
        "?",
        "a!b",
        "$",
        "$\\",
        "\"\\x{110000}\"",
        "<<\"日\">>"
      })
  void whatIsNoTermIsOneLineAndAPlace(String text) {
    assertThat(refusal(text)).contains(" at character ").doesNotContain("\n");
  }

  @Test
  void aTextMayNotBeNestedWithoutEnd() {
    assertThat(refusal("[".repeat(100_000))).startsWith("nested deeper than 1000 levels");
    assertThat(read("[".repeat(999) + "]".repeat(999))).isInstanceOf(ListTerm.class);
  }

  @Test
  void aTermIsReadUpToWhatFollowsIt() {
    assertThat(TermParser.parseFrom("f( {a} , b)", 2, NAMES))
        .isEqualTo(new Parsed.Ok(Tuple.of(Atom.of("a")), 7));
  }

  static List<Integer> seeds() {
    return List.of(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsPrintedIsReadAgain(int seed) {
    RandomTerms random = new RandomTerms(new SplittableRandom(seed));
    int read = 0;
    for (int i = 0; i < 300; i++) {
      Term term = random.next(40);
      if (saysItAll(term)) {
        read++;
        assertThat(read(term.toString())).as("seed %d, term %d", seed, i).isEqualTo(term);
      }
    }
    assertThat(read).as("terms that say it all, seed %d", seed).isGreaterThan(50);
  }

  /// Whether a term can be known from how it is printed.
  private static boolean saysItAll(Term term) {
    return switch (term) {
      case Pid _, Ref _, Port _, Fun _ -> false;
      case BigInt(BigInteger value) -> value.bitLength() < 20_000;
      case Compound compound -> {
        for (Walk walk = new Walk(compound, null); walk.hasNext(); ) {
          if (!saysItAll(walk.next())) {
            yield false;
          }
        }
        yield true;
      }
      case Atom _, Binary _, BitString _, Export _, Int _, Nil _, Real _ -> true;
    };
  }

  @Test
  void aTextMeansWhatItMeansToErlang(@TempDir Path folder) throws Exception {
    List<String> texts =
        List.of(
            "[a,B@1|c]".replace("B@1", "b@1"),
            "'\\x{e9}\\n\\101'",
            "\"a\\^Ab\\s\\d\"",
            "<<1,300,-1,\"ab\",7:12,1:4>>",
            "{$\\s,$\\\\,16#1F,2#1_0,1_0.0_1e+2}",
            "#{1.0 => a, 1 => b, \"k\" => []}",
            "[[]|[[1]|[]]]",
            "fun 'a b':c/3",
            "<<\"日本\"/utf8,1:1>>",
            "\"ü\" \"b\"");
    List<byte[]> rows = new ArrayList<>();
    texts.forEach(text -> rows.add(text.getBytes(UTF_8)));
    List<byte[]> answers = new Erl(folder).judge("parse", rows);
    for (int i = 0; i < texts.size(); i++) {
      Decoded theirs = Etf.decode(answers.get(i));
      assertThat(theirs)
          .as(texts.get(i))
          .isEqualTo(new Decoded.Ok(read(texts.get(i)), answers.get(i).length));
    }
  }
}
