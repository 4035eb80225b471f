package io.tempelhof.core.term.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigInt;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.MapTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Real;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TermMappingTest {
  private static final Pid PID = new Pid(Atom.of("a@h"), 5, 0, 1);
  private static final Ref REF = new Ref(Atom.of("a@h"), 1, 1, 2, 3);

  sealed interface Command {}

  record Deposit(String account, long amount) implements Command {}

  record HTTPGet(Optional<Pid> from, Map<String, List<Integer>> headers) implements Command {}

  record Stop() implements Command {}

  @Tag("Elixir.Command")
  record Renamed(int number) implements Command {}

  sealed interface Query extends Command {}

  record Balance(String account) implements Query {}

  enum Mode implements Query {
    SLOW,
    VeryFast,
    HTTP2_ONLY,
    @Tag("default")
    STANDARD
  }

  private static <T> void travels(Class<T> type, T value, String printed) {
    Term term = TermMapping.toTerm(value);
    assertThat(term).hasToString(printed);
    assertThat(TermMapping.encode(value).bytes()).isEqualTo(Etf.encode(term));
    assertThat(TermMapping.of(type).match(term)).isEqualTo(value);
    assertThat(TermMapping.of(type).matchValue(value)).isEqualTo(value);
    assertThat(TermMapping.snapshot(value)).isEqualTo(value);
  }

  @Test
  void recordsTravelAsTuplesOfTagAndComponents() {
    travels(Deposit.class, new Deposit("anna", 100), "{deposit,<<\"anna\">>,100}");
    travels(
        HTTPGet.class,
        new HTTPGet(Optional.of(PID), Map.of("b", List.of(1, 300), "a", List.of())),
        "{http_get,<0.5.0>,#{<<\"a\">> => [],<<\"b\">> => [1,300]}}");
    travels(Renamed.class, new Renamed(7), "{'Elixir.Command',7}");
  }

  @Test
  void recordsWithoutComponentsAndConstantsTravelAsAtoms() {
    travels(Stop.class, new Stop(), "stop");
    travels(Mode.class, Mode.SLOW, "slow");
    travels(Mode.class, Mode.VeryFast, "very_fast");
    travels(Mode.class, Mode.HTTP2_ONLY, "http2_only");
    travels(Mode.class, Mode.STANDARD, "default");
  }

  @Test
  void aSealedInterfaceIsWhateverItsRecordsAndEnumsAre() {
    travels(Command.class, new Deposit("anna", 100), "{deposit,<<\"anna\">>,100}");
    travels(Command.class, new Stop(), "stop");
    travels(Command.class, new Balance("anna"), "{balance,<<\"anna\">>}");
    travels(Query.class, Mode.VeryFast, "very_fast");
    TermMapping<Query> queries = TermMapping.of(Query.class);
    assertThat(queries.match(TermMapping.toTerm(new Stop()))).isNull();
    assertThat(queries.match(Tuple.of(Atom.of("balance")))).isNull();
    assertThat(queries.match(Tuple.EMPTY)).isNull();
    assertThat(queries.match(Atom.of("balance"))).isNull();
  }

  record Numbers(byte b, short s, int i, long l, float f, double d, boolean t, BigInteger big) {}

  @Test
  void numbersOfEveryWidthTravel() {
    travels(
        Numbers.class,
        new Numbers(
            Byte.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1.5f,
            -0.0,
            true,
            BigInteger.TWO.pow(70)),
        "{numbers,-128,32767,-2147483648,9223372036854775807,1.5,-0.0,true,"
            + "1180591620717411303424}");
  }

  @Test
  void integersOutOfRangeDoNotMatch() {
    assertThat(TermMapping.of(Byte.class).match(Int.of(127))).isEqualTo((byte) 127);
    assertThat(TermMapping.of(Byte.class).match(Int.of(300))).isNull();
    assertThat(TermMapping.of(short.class).match(Int.of(-32_769))).isNull();
    assertThat(TermMapping.of(int.class).match(Int.of(1L << 31))).isNull();
    assertThat(TermMapping.of(long.class).match(BigInt.of(BigInteger.TWO.pow(63)))).isNull();
    assertThat(TermMapping.of(BigInteger.class).match(Int.of(300)))
        .isEqualTo(BigInteger.valueOf(300));
  }

  @Test
  void oneNumberTypeIsNotAnother() {
    assertThat(TermMapping.of(long.class).match(Real.of(1))).isNull();
    assertThat(TermMapping.of(double.class).match(Int.of(1))).isNull();
    assertThat(TermMapping.of(float.class).match(Real.of(0.1))).isEqualTo(0.1f);
    assertThat(TermMapping.of(float.class).match(Real.of(1e300))).isNull();
    assertThat(TermMapping.of(boolean.class).match(Atom.of("yes"))).isNull();
  }

  @Test
  void textIsABinaryOfUtf8AndNothingElse() {
    TermMapping<String> text = TermMapping.of(String.class);
    assertThat(text.match(Binary.of("Grüße 😀"))).isEqualTo("Grüße 😀");
    assertThat(text.match(Binary.of(new byte[] {(byte) 0xFC}))).isNull();
    assertThat(text.match(ListTerm.ofLatin1("abc"))).isNull();
    assertThat(text.match(Atom.of("abc"))).isNull();
    assertThat(TermMapping.of(byte[].class).match(Binary.of("abc")))
        .isEqualTo(new byte[] {97, 98, 99});
  }

  record Terms(Term any, Pid pid, Ref ref, Atom atom, Tuple tuple, MapTerm map) {}

  @Test
  void termsTravelAsThemselves() {
    Terms value =
        new Terms(Nil.NIL, PID, REF, Atom.of("a"), Tuple.of(Int.of(1)), MapTerm.of(PID, REF));
    travels(
        Terms.class, value, "{terms,[],<0.5.0>,#Ref<0.3.2.1>,a,{1},#{<0.5.0> => #Ref<0.3.2.1>}}");
    Term other =
        Tuple.of(Atom.of("terms"), PID, REF, REF, Atom.of("a"), Tuple.EMPTY, MapTerm.EMPTY);
    assertThat(TermMapping.of(Terms.class).match(other)).isNull();
    assertThat(TermMapping.of(Term.class).match(other)).isSameAs(other);
  }

  record Pair<A, B>(A first, B second) {}

  record Nested(
      List<Pair<String, Long>> pairs,
      Optional<List<Deposit>> deposits,
      Map<Long, Optional<Command>> commands,
      List<? extends Query> queries) {}

  @Test
  void componentsKeepTheirTypeArguments() {
    travels(
        Nested.class,
        new Nested(
            List.of(new Pair<>("a", 1L)),
            Optional.of(List.of(new Deposit("anna", 1))),
            Map.of(2L, Optional.of(new Stop()), 1L, Optional.empty()),
            List.of(Mode.SLOW)),
        "{nested,[{pair,<<\"a\">>,1}],[{deposit,<<\"anna\">>,1}],#{1 => undefined,2 =>"
            + " stop},[slow]}");
    Term wrong =
        Tuple.of(Atom.of("nested"), ListTerm.of(Tuple.of(Atom.of("pair"), Int.of(1), Int.of(1))));
    assertThat(TermMapping.of(Nested.class).match(wrong)).isNull();
  }

  record Tree(Optional<Tree> left, Optional<Tree> right) {}

  @Test
  void aTypeMayContainItself() {
    Tree leaf = new Tree(Optional.empty(), Optional.empty());
    travels(
        Tree.class,
        new Tree(Optional.of(leaf), Optional.empty()),
        "{tree,{tree,undefined,undefined},undefined}");
  }

  record Positive(int number) {
    Positive {
      if (number <= 0) {
        throw new IllegalArgumentException("not positive: " + number);
      }
    }
  }

  record Ratio(int dividend, int divisor) {
    Ratio {
      Math.divideExact(dividend, divisor);
    }
  }

  @Test
  void aValueThatItsRecordRefusesDoesNotMatch() {
    TermMapping<Ratio> ratios = TermMapping.of(Ratio.class);
    assertThat(ratios.match(Tuple.of(Atom.of("ratio"), Int.of(1), Int.of(2))))
        .isEqualTo(new Ratio(1, 2));
    assertThat(ratios.match(Tuple.of(Atom.of("ratio"), Int.of(1), Int.of(0)))).isNull();
    TermMapping<Positive> mapping = TermMapping.of(Positive.class);
    assertThat(mapping.match(Tuple.of(Atom.of("positive"), Int.of(1)))).isEqualTo(new Positive(1));
    assertThat(mapping.match(Tuple.of(Atom.of("positive"), Int.of(0)))).isNull();
  }

  @Test
  void listsOfBytesAreWrittenTheShortWay() {
    assertThat(HexFormat.of().formatHex(TermMapping.encode(List.of(1, 2, 255)).bytes()))
        .isEqualTo("836b00030102ff");
    assertThat(HexFormat.of().formatHex(TermMapping.encode(List.of(1, 256)).bytes()))
        .isEqualTo("836c000000026101" + "62000001006a");
  }

  @Test
  void equalMapsTravelAlike() {
    Map<String, Integer> one = new LinkedHashMap<>();
    Map<String, Integer> other = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      one.put("key" + i, i);
      other.put("key" + (99 - i), 99 - i);
    }
    assertThat(TermMapping.encode(one)).isEqualTo(TermMapping.encode(other));
  }

  @Test
  void untypedValuesTravelByTheirClass() {
    Map<?, ?> map = Map.of("a", List.of(1, 2.5, true), 7, Optional.of(Mode.SLOW));
    assertThat(TermMapping.toTerm(map)).hasToString("#{7 => slow,<<\"a\">> => [1,2.5,true]}");
    assertThat(TermMapping.toTerm(new Pair<>("a", List.of('x' - 'w'))))
        .hasToString("{pair,<<\"a\">>,[1]}");
  }

  @Test
  void aLocalValueOfAnotherClassMatchesByItsTerm() {
    @Tag("deposit")
    record Other(String account, int amount) {}
    TermMapping<Command> commands = TermMapping.of(Command.class);
    assertThat(commands.matchValue(new Other("anna", 5))).isEqualTo(new Deposit("anna", 5));
    assertThat(commands.matchValue(Tuple.of(Atom.of("balance"), Binary.of("x"))))
        .isEqualTo(new Balance("x"));
    assertThat(commands.matchValue("text")).isNull();
    Stop stop = new Stop();
    assertThat(commands.matchValue(stop)).isSameAs(stop);
  }

  @Test
  void writingAppends() {
    TermWriter out = new TermWriter();
    out.putVersion();
    out.putTuple(2);
    TermMapping.write(new Stop(), out);
    int before = out.size();
    assertThatThrownBy(() -> TermMapping.write(Arrays.asList("half", null), out))
        .isInstanceOf(UnmappableException.class);
    assertThat(out.size()).isEqualTo(before);
    TermMapping.write(5, out);
    assertThat(Etf.decode(out.toBytes()))
        .isEqualTo(new Decoded.Ok(Tuple.of(Atom.of("stop"), Int.of(5)), out.size()));
  }

  @Test
  void valuesNestedToTheLimitTravelOnASmallStack() throws InterruptedException {
    Thread thread =
        new Thread(
            null,
            () -> {
              Tree tree = new Tree(Optional.empty(), Optional.empty());
              for (int i = 2; i < Form.MAX_DEPTH / 2; i++) {
                tree = new Tree(Optional.empty(), Optional.of(tree));
              }
              Term term = TermMapping.toTerm(tree);
              assertThat(TermMapping.encode(tree)).isEqualTo(Encoded.of(term));
              assertThat(TermMapping.snapshot(tree)).isSameAs(tree);
              assertThat(TermMapping.toTerm(TermMapping.of(Tree.class).match(term)).equals(term))
                  .isTrue();
            },
            "small stack",
            512 * 1024);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void hostileNestingDoesNotMatch() {
    Term deep = Atom.UNDEFINED;
    for (int i = 0; i < 100_000; i++) {
      deep = Tuple.of(Atom.of("tree"), deep, Atom.UNDEFINED);
    }
    assertThat(TermMapping.of(Tree.class).match(deep)).isNull();
  }

  @Untagged
  record Entry(String key, Object value) {}

  @Untagged
  record Point(int x, int y) {}

  @Test
  void anUntaggedRecordIsTheTupleOfItsComponents() {
    assertThat(TermMapping.toTerm(new Entry("a", new Point(1, 2))))
        .isEqualTo(Tuple.of(Binary.of("a"), Tuple.of(Int.of(1), Int.of(2))));
    assertThat(((Decoded.Ok) TermMapping.encode(new Point(1, 2)).decode()).term())
        .isEqualTo(TermMapping.toTerm(new Point(1, 2)));
    TermMapping<Point> points = TermMapping.of(Point.class);
    assertThat(points.match(Tuple.of(Int.of(1), Int.of(2)))).isEqualTo(new Point(1, 2));
    assertThat(points.match(Tuple.of(Atom.of("point"), Int.of(1), Int.of(2)))).isNull();
    assertThat(points.match(Tuple.of(Int.of(1), Binary.of("2")))).isNull();
  }

  interface Asks<R> {}

  interface Lists<T> extends Asks<List<T>> {}

  record Names(String prefix) implements Named, Lists<String> {}

  interface Named {}

  record Anything<T>(T what) implements Asks<T> {}

  @Test
  void findsWhatAClassBindsATypeParameterTo() {
    TermMapping<?> names = TermMapping.ofArgument(Names.class, Asks.class);
    assertThat(names.type()).isEqualTo("java.util.List<java.lang.String>");
    assertThat(names.match(ListTerm.of(Binary.of("a")))).isEqualTo(List.of("a"));
    assertThat(names.match(ListTerm.of(Int.of(1)))).isNull();
    assertThatThrownBy(() -> TermMapping.ofArgument(Anything.class, Asks.class))
        .isInstanceOf(UnmappableException.class);
    assertThatThrownBy(() -> TermMapping.ofArgument(Point.class, Asks.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
