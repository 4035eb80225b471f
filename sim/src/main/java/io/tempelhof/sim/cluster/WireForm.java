package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.overlay.OverlayCodec;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.FrameWriter;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.sim.network.Frame;
import io.tempelhof.sim.network.Host;

/// Takes every frame through its bytes and back, as a real network would. What a node says must
/// come out as it went in: anything else is a bug of the codecs.
public final class WireForm implements Wire {
  private static final Atom RESERVED = Atom.of(AssociationMessage.RESERVED_NAME);

  /// Frames that mean the same whatever was written before: the simulator may drop some.
  private static final Flags PASS_THROUGH =
      Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);

  private final OverlayCodec overlay;
  private final FrameWriter writer = new FrameWriter(PASS_THROUGH);

  public WireForm() {
    overlay = new OverlayCodec(Cluster.NAME);
  }

  @Override
  public Frame carry(Host from, Frame frame) {
    Frame read =
        switch (frame) {
          case Frame.Tick _, Frame.OfFuture _ -> frame;
          case Frame.OfUser(var signal) -> new Frame.OfUser(carry(from, signal));
          case Frame.OfAssociation(var message) ->
              read(carry(from, AssociationCodec.encode(message)));
          case Frame.OfOverlay(var message) -> read(carry(from, overlay.encode(message)));
        };
    if (!(frame instanceof Frame.OfUser) && !read.equals(frame)) {
      throw new IllegalStateException(frame + " was read as " + read);
    }
    return read;
  }

  private Frame read(Term term) {
    if (AssociationCodec.decode(term) instanceof AssociationCodec.Known(var message)) {
      return new Frame.OfAssociation(message);
    }
    if (overlay.decode(term) instanceof OverlayCodec.Known(var message)) {
      return new Frame.OfOverlay(message);
    }
    throw new IllegalStateException(term + " is no message between nodes");
  }

  private Term carry(Host from, Term term) {
    Pid sender = new Pid(from.name().atom(), 0, 0, from.creation());
    Signal sent = new Signal.SendName(sender, RESERVED, Encoded.of(Etf.encode(term)));
    if (carry(from, sent) instanceof Signal.SendName(_, var name, var message, _)
        && name.equals(RESERVED)
        && message.decode() instanceof Decoded.Ok(var read, _)) {
      return read;
    }
    throw new IllegalStateException(term + " was not read as a message between nodes");
  }

  private Signal carry(Host from, Signal signal) {
    TermWriter out = new TermWriter();
    if (writer.write(signal, out) != FrameWriter.Written.DONE) {
      throw new IllegalStateException(signal + " has no frame");
    }
    byte[] frame = out.toBytes();
    NodeName name = from.name();
    int start = Framing.FRAMES.headerBytes();
    FrameReader reader = new FrameReader(name, from.creation(), PASS_THROUGH, Allowance.UNLIMITED);
    Incoming incoming = reader.read(frame, start, frame.length);
    if (incoming instanceof Incoming.Signalled(var read)) {
      return read;
    }
    throw new IllegalStateException(signal + " was read as " + incoming);
  }
}
