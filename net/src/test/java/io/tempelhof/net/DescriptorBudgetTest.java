package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorBudgetTest {
  private final DescriptorBudget budget = DescriptorBudget.of(100);
  private final List<String> started = new ArrayList<>();

  @Test
  void dialsWaitInLineAtFourFifths() {
    take(80);
    budget.dial(() -> started.add("first"));
    budget.dial(() -> started.add("second"));
    assertThat(started).isEmpty();
    budget.release();
    assertThat(started).containsExactly("first");
    budget.release();
    assertThat(started).containsExactly("first", "second");
    assertThat(budget.used()).isEqualTo(80);
  }

  @Test
  void aDialThatGaveUpLosesItsPlace() {
    take(80);
    Runnable impatient = () -> started.add("impatient");
    budget.dial(impatient);
    budget.dial(() -> started.add("patient"));
    assertThat(budget.cancel(impatient)).isTrue();
    budget.release();
    assertThat(started).containsExactly("patient");
  }

  @Test
  void acceptsGoOnIntoTheReserveButNotBeyond() {
    take(95);
    assertThat(budget.accept()).isFalse();
    budget.release();
    assertThat(budget.accept()).isTrue();
  }

  @Test
  void watchersAreAskedForTheirShareOfWhatIsTooMuch() {
    budget.watch(() -> started.add("pressed"));
    budget.watch(() -> started.add("pressed too"));
    take(80);
    assertThat(started).isEmpty();
    assertThat(budget.share()).isZero();
    take(5);
    assertThat(started).contains("pressed", "pressed too");
    assertThat(budget.share()).isEqualTo(3);
  }

  @Test
  void aDescriptorGivenBackTwiceIsABug() {
    assertThatThrownBy(budget::release).isInstanceOf(IllegalStateException.class);
  }

  private void take(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(budget.accept()).isTrue();
    }
  }
}
