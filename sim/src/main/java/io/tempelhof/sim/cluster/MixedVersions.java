package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.overlay.OverlayCodec;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Host;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two versions of the protocol side by side. Every second node is of a later one: it adds an
/// element to every tuple of every message between nodes, says things nobody else has heard of, and
/// has a capability of its own. Whoever reads that must read what it knows and ignore the rest.
public final class MixedVersions implements Wire {
  private static final long CAPABILITY = 1L << 40;

  /// One frame in so many is followed by an unknown one.
  private static final int UNKNOWN_EVERY = 10;

  private static final Term ADDED = Tuple.of(Atom.of("later"), Int.of(2));
  private static final List<Term> UNKNOWN =
      List.of(
          Tuple.of(Atom.of("overlay"), Atom.of("rumour"), Int.of(7)),
          Tuple.of(Atom.of("association"), Atom.of("weather"), Int.of(7)),
          Tuple.of(Atom.of("later"), Atom.of("hello")));

  private final OverlayCodec overlay = new OverlayCodec(Cluster.NAME);
  private long carried;

  @Override
  public long capabilities(int node) {
    return node % 2 == 0 ? 0 : CAPABILITY;
  }

  private static boolean isLater(Host host) {
    return host instanceof SimNode node && (node.record().capabilities() & CAPABILITY) != 0;
  }

  @Override
  public Frame carry(Host from, Frame frame) {
    if (!isLater(from)) {
      return frame;
    }
    return switch (frame) {
      case Frame.Tick _, Frame.OfUser _, Frame.OfFuture _ -> frame;
      case Frame.OfAssociation(var message) -> read(extended(AssociationCodec.encode(message)));
      case Frame.OfOverlay(var message) -> read(extended(overlay.encode(message)));
    };
  }

  @Override
  public @Nullable Frame beside(Host from) {
    if (!isLater(from) || ++carried % UNKNOWN_EVERY != 0) {
      return null;
    }
    return read(UNKNOWN.get((int) (carried / UNKNOWN_EVERY % UNKNOWN.size())));
  }

  /// The same with one more element at the end of every tuple in it.
  private static Term extended(Term term) {
    return switch (term) {
      case Tuple tuple -> {
        Term[] elements = new Term[tuple.arity() + 1];
        for (int i = 0; i < tuple.arity(); i++) {
          elements[i] = extended(tuple.at(i));
        }
        elements[tuple.arity()] = ADDED;
        yield Tuple.of(elements);
      }
      case ListTerm list -> {
        List<Term> elements = new ArrayList<>();
        list.elements().forEach(element -> elements.add(extended(element)));
        yield ListTerm.of(elements);
      }
      default -> term;
    };
  }

  /// As the present version reads it.
  private Frame read(Term term) {
    if (AssociationCodec.decode(term) instanceof AssociationCodec.Known(var message)) {
      return new Frame.OfAssociation(message);
    }
    return switch (overlay.decode(term)) {
      case OverlayCodec.Known(var message) -> new Frame.OfOverlay(message);
      case OverlayCodec.Unknown _, OverlayCodec.Foreign _ -> new Frame.OfFuture(term);
      case OverlayCodec.Malformed(var reason) ->
          throw new IllegalStateException(term + " of a later version is refused: " + reason);
    };
  }
}
