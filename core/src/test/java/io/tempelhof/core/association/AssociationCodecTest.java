package io.tempelhof.core.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.association.AssociationMessage.Kept;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssociationCodecTest {
  private static final Atom TAG = Atom.of("association");

  private static Term message(String kind, long... numbers) {
    Term[] elements = new Term[2 + numbers.length];
    elements[0] = TAG;
    elements[1] = Atom.of(kind);
    for (int i = 0; i < numbers.length; i++) {
      elements[2 + i] = Int.of(numbers[i]);
    }
    return Tuple.of(elements);
  }

  @Test
  void everyMessageSurvivesTheWire() {
    for (AssociationMessage message :
        List.of(
            new AssociationMessage.Hello(0, Long.MAX_VALUE),
            new AssociationMessage.CloseRequest(3),
            new AssociationMessage.CloseAck(4, Kept.RELATIONS),
            new AssociationMessage.CloseAck(4, Kept.UNTOLD),
            new AssociationMessage.CloseRefused(),
            new AssociationMessage.CloseDone(Kept.NOTHING),
            new AssociationMessage.CloseDone(Kept.UNTOLD),
            new AssociationMessage.Ping(),
            new AssociationMessage.Pong(),
            new AssociationMessage.Check(5),
            new AssociationMessage.Checked(5, 0))) {
      assertThat(AssociationCodec.decode(AssociationCodec.encode(message)))
          .isEqualTo(new AssociationCodec.Known(message));
    }
  }

  @Test
  void theFormIsAsDocumented() {
    assertThat(AssociationCodec.encode(new AssociationMessage.Hello(7, 9)))
        .isEqualTo(message("hello", 7, 9));
    assertThat(AssociationCodec.encode(new AssociationMessage.CloseDone(Kept.UNTOLD)))
        .isEqualTo(message("close_done"));
    assertThat(AssociationCodec.encode(new AssociationMessage.CloseDone(Kept.RELATIONS)))
        .isEqualTo(message("close_done", 1));
    assertThat(AssociationCodec.encode(new AssociationMessage.CloseAck(4, Kept.NOTHING)))
        .isEqualTo(message("close_ack", 4, 0));
  }

  @Test
  void furtherElementsAreIgnored() {
    assertThat(AssociationCodec.decode(message("hello", 1, 2, 3)))
        .isEqualTo(new AssociationCodec.Known(new AssociationMessage.Hello(1, 2)));
    assertThat(AssociationCodec.decode(message("ping", 1)))
        .isEqualTo(new AssociationCodec.Known(new AssociationMessage.Ping()));
  }

  @Test
  void messagesOfLaterVersionsAreUnknown() {
    Term later = message("wake", 1);
    assertThat(AssociationCodec.decode(later)).isEqualTo(new AssociationCodec.Unknown(later));
    Term odd = Tuple.of(TAG, Int.of(1));
    assertThat(AssociationCodec.decode(odd)).isEqualTo(new AssociationCodec.Unknown(odd));
  }

  @Test
  void missingNumbersAreMalformed() {
    for (Term bad :
        List.of(
            message("hello", 1),
            message("hello", 1, -1),
            message("close_request"),
            Tuple.of(TAG, Atom.of("close_ack"), Nil.NIL))) {
      assertThat(AssociationCodec.decode(bad)).isInstanceOf(AssociationCodec.Malformed.class);
    }
  }

  @Test
  void everythingElseIsForeign() {
    for (Term other : List.of(Int.of(1), TAG, Tuple.of(TAG), Tuple.of(Atom.of("x"), TAG))) {
      assertThat(AssociationCodec.decode(other)).isInstanceOf(AssociationCodec.Foreign.class);
    }
  }
}
