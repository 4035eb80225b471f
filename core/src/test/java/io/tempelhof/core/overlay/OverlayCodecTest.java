package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverlayCodecTest {
  private static final NodeRecord ALICE =
      record("alice@h1", new FailureDomain("j", "h1", "", "zürich"));
  private static final NodeRecord BOB = record("bob@h2", FailureDomain.UNDECLARED);
  private static final List<Contact> CONTACTS =
      List.of(new Contact(ALICE, 0), new Contact(BOB, 86_400_000L));
  private static final NodeId TARGET = new NodeId(-2, 0x0123456789abcdefL);

  private final OverlayCodec codec = new OverlayCodec("c");

  static NodeRecord record(String text, FailureDomain domain) {
    NodeName name = NodeName.of(text);
    return new NodeRecord(
        NodeId.of("c", name),
        name,
        -7,
        1_700_000_000_000L,
        new Address("10.0.0.1", 4370),
        domain,
        5);
  }

  static List<OverlayMessage> oneOfEach() {
    List<NodeName> visited = List.of(ALICE.name(), BOB.name());
    return List.of(
        new OverlayMessage.Hello(ALICE, true, CONTACTS),
        new OverlayMessage.PeerRequest(PeerReason.SEED, true),
        new OverlayMessage.PeerAccepted(),
        new OverlayMessage.PeerRedirected(CONTACTS),
        new OverlayMessage.PruneRequest(),
        new OverlayMessage.PruneAgreed(),
        new OverlayMessage.PruneRefused(),
        new OverlayMessage.FindClosest(TARGET),
        new OverlayMessage.Closest(TARGET, List.of()),
        new OverlayMessage.Exchange(16, 3, BucketSet.NONE.with(0).with(70)),
        new OverlayMessage.Exchanged(CONTACTS),
        new OverlayMessage.Arrived(BOB, 2, 11),
        new OverlayMessage.Query(-9, TARGET, false, 3, visited, 2, ALICE),
        new OverlayMessage.Query(9, TARGET, true, 0, visited, 0, null),
        new OverlayMessage.QueryFound(4, BOB, 3, visited),
        new OverlayMessage.QueryFailed(4, true, 7, visited, CONTACTS),
        new OverlayMessage.Parcels(
            List.of(
                new OverlayMessage.Parcel(
                    BOB.name(), visited, 1, true, Tuple.of(Atom.of("association"))),
                new OverlayMessage.Parcel(ALICE.name(), List.of(BOB.name()), 0, false, Nil.NIL))),
        new OverlayMessage.Heartbeat(-3),
        new OverlayMessage.Notices(
            List.of(
                new OverlayMessage.News(Notice.of(Notice.Status.DEAD, ALICE), 17, 3),
                new OverlayMessage.News(Notice.of(Notice.Status.ALIVE, BOB), 0, 128))),
        new OverlayMessage.Compare(Longs.of(1, -2, 3, 4)),
        new OverlayMessage.EventIds(Longs.of(Long.MIN_VALUE, 7)),
        new OverlayMessage.Fetch(Longs.of()),
        new OverlayMessage.Probe(ALICE),
        new OverlayMessage.Probed(BOB.refuting(4), OverlayMessage.Finding.REFUSED),
        new OverlayMessage.Vote(ALICE.watchedBy(visited), visited),
        new OverlayMessage.Late(true),
        new OverlayMessage.Goodbye());
  }

  @Test
  void readsBackWhatItWrites() {
    for (OverlayMessage message : oneOfEach()) {
      assertThat(codec.decode(codec.encode(message))).isEqualTo(new OverlayCodec.Known(message));
    }
    assertThat(oneOfEach().stream().map(MessageKind::of).distinct())
        .containsExactly(MessageKind.values());
  }

  /// The file says what travels, for other implementations; one message a line, its kind before its
  /// external term format in hexadecimal.
  @Test
  void writesTheseVeryBytes() throws IOException {
    List<String> lines = new ArrayList<>();
    for (OverlayMessage message : oneOfEach()) {
      byte[] bytes = Etf.encode(codec.encode(message));
      lines.add(MessageKind.of(message).tag() + " " + HexFormat.of().formatHex(bytes));
    }
    try (InputStream golden = OverlayCodecTest.class.getResourceAsStream("messages.txt")) {
      String text = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(lines).isEqualTo(text.lines().toList());
    }
  }

  @Test
  void ignoresFurtherElements() {
    for (OverlayMessage message : oneOfEach()) {
      List<Term> elements = new ArrayList<>(((Tuple) codec.encode(message)).elements());
      elements.add(Atom.of("later"));
      assertThat(codec.decode(Tuple.of(elements))).isEqualTo(new OverlayCodec.Known(message));
    }
  }

  @Test
  void callsAMissingElementMalformed() {
    for (OverlayMessage message : oneOfEach()) {
      List<Term> elements = ((Tuple) codec.encode(message)).elements();
      if (elements.size() > 2) {
        Tuple shorter = Tuple.of(elements.subList(0, elements.size() - 1));
        assertThat(codec.decode(shorter)).isInstanceOf(OverlayCodec.Malformed.class);
      }
    }
  }

  @Test
  void passesOverKindsItDoesNotKnow() {
    Term later = Tuple.of(Atom.of("overlay"), Atom.of("tombstone"), Int.of(1));
    assertThat(codec.decode(later)).isEqualTo(new OverlayCodec.Unknown(later));
  }

  @Test
  void leavesOtherTermsToOthers() {
    assertThat(codec.decode(Tuple.of(Atom.of("association"), Atom.of("ping"))))
        .isInstanceOf(OverlayCodec.Foreign.class);
    assertThat(codec.decode(Nil.NIL)).isInstanceOf(OverlayCodec.Foreign.class);
  }

  @Test
  void refusesMoreContactsThanALimit() {
    List<Contact> many = new ArrayList<>();
    for (int i = 0; i <= FieldReader.CONTACTS_MAX; i++) {
      many.add(new Contact(ALICE, i));
    }
    assertThat(codec.decode(codec.encode(new OverlayMessage.Exchanged(many))))
        .isInstanceOf(OverlayCodec.Malformed.class);
  }

  @Test
  void answersAnyTermWithAValue() {
    SplittableRandom random = new SplittableRandom(42);
    int malformed = 0;
    for (int i = 0; i < 20_000; i++) {
      OverlayMessage message = oneOfEach().get(random.nextInt(oneOfEach().size()));
      Term mutated = mutate(codec.encode(message), random);
      if (codec.decode(mutated) instanceof OverlayCodec.Malformed) {
        malformed++;
      }
    }
    assertThat(malformed).as("seed 42").isGreaterThan(1_000);
  }

  /// Replaces one term somewhere inside.
  private static Term mutate(Term term, SplittableRandom random) {
    return switch (term) {
      case Tuple tuple when tuple.arity() > 0 && random.nextInt(8) > 0 -> {
        List<Term> elements = new ArrayList<>(tuple.elements());
        int at = random.nextInt(elements.size());
        elements.set(at, mutate(elements.get(at), random));
        yield Tuple.of(elements);
      }
      case ListTerm list when random.nextInt(8) > 0 -> {
        List<Term> elements = new ArrayList<>(list.elements());
        int at = random.nextInt(elements.size());
        elements.set(at, mutate(elements.get(at), random));
        yield ListTerm.of(elements);
      }
      default ->
          switch (random.nextInt(5)) {
            case 0 -> Int.of(random.nextLong());
            case 1 -> Atom.of("no node name");
            case 2 -> Nil.NIL;
            case 3 -> ListTerm.of(Int.of(1), Int.of(2));
            default -> Tuple.of(term, term);
          };
    };
  }
}
