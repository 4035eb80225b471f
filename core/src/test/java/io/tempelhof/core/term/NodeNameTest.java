package io.tempelhof.core.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {
  @Test
  void isItsTwoPartsAndTheirWhole() {
    NodeName name = NodeName.of("bob@host.example");
    assertThat(name.name()).isEqualTo("bob");
    assertThat(name.host()).isEqualTo("host.example");
    assertThat(name.atom()).isEqualTo(Atom.of("bob@host.example"));
    assertThat(name).hasToString("bob@host.example");
  }

  @Test
  void isAValue() {
    NodeName name = new NodeName("bob", "host");
    assertThat(name).isEqualTo(NodeName.of("bob@host")).hasSameHashCodeAs(NodeName.of("bob@host"));
    assertThat(name).isNotEqualTo(NodeName.of("bob@host2")).isNotEqualTo(name.atom());
  }

  @Test
  void isOrderedByTheBytesOfTheWhole() {
    // '-' comes before '@' and '@' before letters: part by part the order would be another.
    assertThat(NodeName.of("a-b@h")).isLessThan(NodeName.of("a@h"));
    assertThat(NodeName.of("a@h")).isLessThan(NodeName.of("aa@h"));
    assertThat(NodeName.of("a@h")).isEqualByComparingTo(NodeName.of("a@h"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bob", "@h", "bob@", "b@o@b", "bob @h", "bob@h\n", "bób@h", "b\u0000@h"})
  void isNothingElse(String text) {
    assertThat(NodeName.parse(text)).isNull();
    assertThatThrownBy(() -> NodeName.of(text)).hasMessageContaining("is not NAME@HOST");
  }

  @Test
  void isAtMostAsLongAsAnAtom() {
    assertThat(NodeName.parse("n@" + "h".repeat(253))).isNotNull();
    assertThat(NodeName.parse("n@" + "h".repeat(254))).isNull();
  }
}
