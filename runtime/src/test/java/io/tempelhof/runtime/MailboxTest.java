package io.tempelhof.runtime;

import static io.tempelhof.runtime.Mailbox.Pushed.CLOSED;
import static io.tempelhof.runtime.Mailbox.Pushed.QUEUED;
import static io.tempelhof.runtime.Mailbox.Pushed.WAKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox();

  private Mailbox.Pushed push(int message) {
    return mailbox.push(Envelope.of(message));
  }

  /// The next message, which stays.
  private Object next() {
    Envelope next = mailbox.next();
    if (next == null) {
      return null;
    }
    mailbox.pass(Time.REAL);
    return next.value();
  }

  /// The next message, which is taken out.
  private Object take() {
    Object value = mailbox.next().value();
    mailbox.take();
    return value;
  }

  @Test
  void givesMessagesInTheOrderTheyCame() {
    push(1);
    push(2);
    assertThat(next()).isEqualTo(1);
    push(3);
    assertThat(List.of(next(), next())).containsExactly(2, 3);
    assertThat(next()).isNull();
  }

  @Test
  void keepsWhatWasPassedAndLosesWhatWasTaken() {
    push(1);
    push(2);
    push(3);
    next();
    assertThat(take()).isEqualTo(2);
    assertThat(next()).isEqualTo(3);
    mailbox.rewind();
    assertThat(List.of(next(), next())).containsExactly(1, 3);
  }

  @Test
  void startsWhereTheReferenceWasMade() {
    Ref reference = new Ref(Atom.of("n@h"), 1, 1);
    push(1);
    push(2);
    mailbox.mark(reference);
    push(3);
    mailbox.rewindTo(reference);
    assertThat(next()).isEqualTo(3);
    mailbox.rewindTo(new Ref(Atom.of("n@h"), 1, 2));
    assertThat(next()).as("it knows of no such reference").isEqualTo(1);
  }

  @Test
  void startsWhereTheReferenceWasMadeAlsoWhenWhatWasThereHasBeenTaken() {
    Ref reference = new Ref(Atom.of("n@h"), 1, 1);
    push(1);
    push(2);
    mailbox.mark(reference);
    push(3);
    mailbox.rewind();
    next();
    assertThat(take()).isEqualTo(2);
    mailbox.rewindTo(reference);
    assertThat(next()).isEqualTo(3);
    mailbox.rewind();
    assertThat(take()).isEqualTo(1);
    mailbox.rewindTo(reference);
    assertThat(take()).isEqualTo(3);
    mailbox.rewindTo(reference);
    assertThat(next()).isNull();
    push(4);
    assertThat(next()).isEqualTo(4);
  }

  @Test
  void goesOnWhereItStopped() {
    push(1);
    next();
    assertThat(next()).isNull();
    push(2);
    assertThat(next()).as("1 is not shown again").isEqualTo(2);
  }

  @Test
  void aMessageTakenAtTheEndLeavesRoomForTheNext() {
    push(1);
    take();
    push(2);
    assertThat(take()).isEqualTo(2);
    mailbox.rewind();
    assertThat(next()).isNull();
  }

  @Test
  void onlyTheFirstSenderToAnIdleOwnerWakesIt() {
    assertThat(push(1)).isEqualTo(QUEUED);
    assertThat(mailbox.idle()).as("there is something to look at").isFalse();
    next();
    next();
    assertThat(mailbox.idle()).isTrue();
    assertThat(push(2)).isEqualTo(WAKE);
    assertThat(push(3)).isEqualTo(QUEUED);
  }

  @Test
  void takesNothingOnceClosed() {
    push(1);
    push(2);
    next();
    push(3);
    assertThat(mailbox.close()).isEqualTo(3);
    assertThat(push(4)).isEqualTo(CLOSED);
    assertThat(mailbox.close()).isZero();
  }

  @Test
  void behavesAsAListDoes() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var tested = new Mailbox();
      List<Integer> model = new ArrayList<>();
      int position = 0;
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(4)) {
          case 0 -> {
            tested.push(Envelope.of(step));
            model.add(step);
          }
          case 1, 2 -> {
            Envelope next = tested.next();
            boolean any = position < model.size();
            assertThat(next == null ? null : next.value())
                .as("seed %d step %d", seed, step)
                .isEqualTo(any ? model.get(position) : null);
            if (any && random.nextBoolean()) {
              tested.pass(Time.REAL);
              position++;
            } else if (any) {
              tested.take();
              model.remove(/* index */ position);
            }
          }
          default -> {
            if (random.nextInt(5) == 0) {
              tested.rewind();
              position = 0;
            }
          }
        }
      }
      assertThat(tested.length()).as("seed %d", seed).isEqualTo(model.size());
      assertThat(tested.close()).as("seed %d", seed).isEqualTo(model.size());
    }
  }
}
