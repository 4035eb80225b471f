package io.tempelhof.core.term.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What can still change is copied, what cannot is handed over itself.
class SnapshotTest {
  record Fixed(String text, long number, Pid pid, List<String> list, Map<String, Long> map) {}

  record Loose(byte[] bytes, List<List<Integer>> lists, Optional<byte[]> more) {}

  @Test
  void whatCannotChangeIsHandedOverItself() {
    Fixed value =
        new Fixed("a", 1, new Pid(Atom.of("a@h"), 1, 0, 1), List.of("x"), Map.of("k", 1L));
    assertThat(TermMapping.snapshot(value)).isSameAs(value);
    assertThat(TermMapping.snapshot("text")).isEqualTo("text");
    List<Fixed> list = List.of(value, value, value);
    assertThat(TermMapping.snapshot(list)).isSameAs(list);
  }

  @Test
  void arraysAndMutableCollectionsAreCopied() {
    byte[] bytes = {1, 2};
    List<Integer> inner = new ArrayList<>(List.of(1));
    List<List<Integer>> outer = new ArrayList<>(List.of(inner));
    byte[] more = {3};
    Loose value = new Loose(bytes, outer, Optional.of(more));
    Loose copy = (Loose) TermMapping.snapshot(value);
    bytes[0] = 9;
    more[0] = 9;
    inner.add(2);
    outer.clear();
    assertThat(copy.bytes()).containsExactly(1, 2);
    assertThat(copy.lists()).containsExactly(List.of(1));
    assertThat(copy.more().orElseThrow()).containsExactly(3);
  }

  @Test
  void mutableMapsAreCopiedInTheirOrder() {
    Map<String, List<Integer>> map = new HashMap<>();
    map.put("z", new ArrayList<>(List.of(1)));
    map.put("a", List.of(2));
    @SuppressWarnings("unchecked")
    Map<String, List<Integer>> copy = (Map<String, List<Integer>>) TermMapping.snapshot(map);
    List<String> keys = List.copyOf(map.keySet());
    map.get("z").add(3);
    map.clear();
    assertThat(copy).isEqualTo(Map.of("z", List.of(1), "a", List.of(2)));
    assertThat(copy.keySet()).containsExactlyElementsOf(keys);
  }

  @Test
  void viewsOfMutableThingsAreCopiedToo() {
    Integer[] array = {1, 2};
    Object copy = TermMapping.snapshot(Arrays.asList(array));
    Object slice = TermMapping.snapshot(List.of(1, 2, 3).subList(1, 2));
    array[0] = 9;
    assertThat(copy).isEqualTo(List.of(1, 2));
    assertThat(slice).isEqualTo(List.of(2));
  }

  @Test
  void whatWasReceivedNeedsNoCopy() {
    record Batch(List<Long> numbers) {}
    Batch received =
        TermMapping.of(Batch.class).match(TermMapping.toTerm(new Batch(List.of(1L, 2L))));
    assertThat(TermMapping.snapshot(received)).isSameAs(received);
  }
}
