package io.tempelhof.core.term.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Values and types without a term form are refused, on every way in, with a message that says
/// where.
class UnmappableTest {
  record Note(String text, double weight) {}

  record Transfer(long id, List<Note> notes, Map<String, Note> named, Optional<Note> last) {}

  private static void refused(Object value, String message) {
    assertThatThrownBy(() -> TermMapping.toTerm(value))
        .isInstanceOf(UnmappableException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> TermMapping.encode(value))
        .isInstanceOf(UnmappableException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> TermMapping.snapshot(value))
        .isInstanceOf(UnmappableException.class)
        .hasMessage(message);
  }

  private static Transfer transfer(Note note) {
    return new Transfer(1, List.of(new Note("ok", 1)), Map.of("k", note), Optional.empty());
  }

  @Test
  void nullIsRefusedByTheNameOfItsComponent() {
    refused(new Note(null, 1), "Note.text: null has no term form");
    refused(
        new Transfer(1, Arrays.asList(new Note("a", 1), null), Map.of(), Optional.empty()),
        "Transfer.notes[1]: null has no term form");
    refused(transfer(new Note(null, 1)), "Transfer.named[k].text: null has no term form");
    Map<String, Note> map = new HashMap<>();
    map.put("a", null);
    refused(map, "[a]: null has no term form");
    refused(
        new Transfer(1, List.of(), Map.of(), Optional.of(new Note(null, 0))),
        "Transfer.last.text: null has no term form");
  }

  @Test
  void valuesThatErlangDoesNotHaveAreRefused() {
    refused(new Note("a", Double.NaN), "Note.weight: the float NaN has no term form");
    refused(Float.NEGATIVE_INFINITY, "the float -Infinity has no term form");
    refused(
        new Note("\uD800", 1), "Note.text: text with half a surrogate pair alone has no term form");
    BigInteger huge = BigInteger.ONE.shiftLeft(1 << 25);
    refused(huge, "an integer of 33554433 bits has no term form");
  }

  @Test
  void valuesOfOtherClassesAreRefused() {
    refused(new Object(), "java.lang.Object has no term form");
    refused('c', "java.lang.Character has no term form");
    refused(Set.of(1), Set.of(1).getClass().getName() + " has no term form");
    refused(new int[] {1}, "int[] has no term form");
    refused(List.of(1, 'c'), "[1]: java.lang.Character has no term form");
  }

  @Test
  void aValueThatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> TermMapping.snapshot(list))
        .isInstanceOf(UnmappableException.class)
        .hasMessageEndingWith("values nested deeper than 500 levels");
    assertThatThrownBy(() -> TermMapping.encode(list)).isInstanceOf(UnmappableException.class);
  }

  @Test
  void twoKeysOfOneTermAreRefused() {
    refused(Map.of(1, "a", 1L, "b"), "a map with two keys of the same term has no term form");
    byte[] one = {1};
    refused(
        Map.of(one, "a", one.clone(), "b"),
        "a map with two keys of the same term has no term form");
  }

  @Test
  void anOptionalMustNotHoldUndefined() {
    refused(Optional.of(Atom.UNDEFINED), "undefined in an Optional would read as empty");
    refused(Optional.of(Optional.empty()), "undefined in an Optional would read as empty");
  }

  private static void refusedType(Class<?> type, String... parts) {
    assertThatThrownBy(() -> TermMapping.of(type))
        .isInstanceOf(UnmappableException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  sealed interface Clash {
    record Move(int x) implements Clash {}

    sealed interface Inner extends Clash {
      @Tag("move")
      record Shift(String by) implements Inner {}
    }
  }

  sealed interface AtomClash {
    record Done() implements AtomClash {}

    enum State implements AtomClash {
      RUNNING,
      DONE
    }
  }

  sealed interface NoClash {
    record Move(int x) implements NoClash {}

    @Tag("move")
    record MoveFar(int x, int y) implements NoClash {}

    @Tag("move")
    record Stay() implements NoClash {}
  }

  @Test
  void twoSubtypesThatLookAlikeAreRefusedByName() {
    refusedType(
        Clash.class,
        "$Clash$Move and ",
        "$Clash$Inner$Shift are both a tuple of 2 elements tagged move");
    refusedType(
        AtomClash.class, "$AtomClash$Done and ", "$AtomClash$State.DONE are both the atom done");
    assertThat(TermMapping.of(NoClash.class).match(Atom.of("move"))).isEqualTo(new NoClash.Stay());
  }

  enum Twice {
    ONE_WAY,
    OneWay
  }

  @Test
  void twoConstantsThatLookAlikeAreRefused() {
    refusedType(Twice.class, "ONE_WAY and OneWay of ", "are both the atom one_way");
  }

  record Open(Object anything) {}

  record OpenInside(List<Open> list) {}

  record Generic<T>(T value) {}

  record RawList(@SuppressWarnings("rawtypes") List list) {}

  record Array(String[] array) {}

  record Doubly(Optional<Optional<String>> value) {}

  record Growing<T>(Optional<Growing<List<T>>> next) {}

  record Unending(Growing<String> growing) {}

  sealed interface WithClass permits Loose {}

  static final class Loose implements WithClass {}

  @Tag("\uDC00")
  record BadTag() {}

  @Test
  void typesThatCannotBeReadBackAreRefused() {
    refusedType(Open.class, "Open.anything", "a type left open cannot be received");
    refusedType(OpenInside.class, "OpenInside.list.anything", "left open");
    refusedType(Generic.class, "Generic.value", "left open");
    refusedType(RawList.class, "RawList.list", "left open");
    refusedType(List.class, "left open");
    refusedType(Array.class, "Array.array", "java.lang.String[] has no term form");
    refusedType(Doubly.class, "Doubly.value", "both empties would be undefined");
    refusedType(Unending.class, "leads to ever new types");
    refusedType(WithClass.class, "Loose is neither record, enum nor sealed interface");
    refusedType(BadTag.class, "BadTag has no legal tag");
    refusedType(Runnable.class, "java.lang.Runnable has no term form");
  }

  @Test
  void whatIsLeftOpenCanStillBeSent() {
    assertThat(TermMapping.toTerm(new Open("x"))).hasToString("{open,<<\"x\">>}");
    assertThat(TermMapping.toTerm(new Generic<>(1))).hasToString("{generic,1}");
    Term nested = TermMapping.toTerm(new RawList(List.of(new Generic<>(true))));
    assertThat(nested).hasToString("{raw_list,[{generic,true}]}");
  }

  @Untagged
  record Bare() {}

  sealed interface Mixed {
    @Untagged
    record Pair(int a, int b) implements Mixed {}
  }

  @Test
  void aTagIsWantedWhereNothingElseTellsRecordsApart() {
    assertThatThrownBy(() -> TermMapping.of(Bare.class))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining("neither tag nor components");
    assertThatThrownBy(() -> TermMapping.of(Mixed.class))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining("needs a tag");
  }
}
