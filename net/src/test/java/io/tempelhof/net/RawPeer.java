package io.tempelhof.net;

import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.HandshakeInput;
import io.tempelhof.core.handshake.HandshakeOutput;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Initiator;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.NodeId;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.overlay.OverlayCodec;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.FrameWriter;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The other end of one socket, byte by byte: what a test wants to do to a node that no node would.
final class RawPeer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 15_000;

  /// Frames that each stand for themselves.
  static final Flags PASS_THROUGH = Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);

  private static final String CLUSTER = NodeOptions.DEFAULT_CLUSTER;
  private static final OverlayCodec OVERLAY = new OverlayCodec(CLUSTER);

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private @Nullable Established established;
  private @Nullable FrameReader reader;
  private @Nullable FrameWriter writer;
  private @Nullable NodeName name;
  private int creation;

  RawPeer(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// Connects and shakes hands as a plain Erlang node would.
  static RawPeer connected(String name, String cookie, Node to) throws IOException {
    return connected(name, cookie, to, PASS_THROUGH);
  }

  /// The same, offering these flags; by default {@link #PASS_THROUGH}.
  static RawPeer connected(String name, String cookie, Node to, Flags offered) throws IOException {
    RawPeer peer = new RawPeer(to.address().port());
    int creation = 1 + Math.floorMod(name.hashCode(), 1000);
    peer.shakeHands(name, creation, cookie, to.name(), offered);
    return peer;
  }

  /// Connects, shakes hands and says hello as a node of the same cluster would, a client.
  static RawPeer neighbour(String name, String cookie, Node to) throws IOException {
    RawPeer peer = new RawPeer(to.address().port());
    NodeName node = NodeName.of(name);
    Extension extension = new Extension(Extension.CURRENT_VERSION, CLUSTER, 0);
    Identity identity = new Identity(node, 1, PASS_THROUGH, new Cookie(cookie), extension);
    peer.shakeHands(new Initiator(identity, to.name(), true, new SecureRandom()), identity);
    peer.sendReserved(AssociationCodec.encode(new AssociationMessage.Hello(0, 1)));
    NodeRecord record =
        new NodeRecord(
            NodeId.of(CLUSTER, node), node, 1, 1, to.address(), FailureDomain.UNDECLARED, 0);
    peer.say(new OverlayMessage.Hello(record, true, List.of()));
    return peer;
  }

  /// Says something of the overlay.
  void say(OverlayMessage message) {
    sendReserved(OVERLAY.encode(message));
  }

  private void sendReserved(Term term) {
    Pid from = new Pid(name.atom(), 0, 0, creation);
    Atom reserved = Atom.of(AssociationMessage.RESERVED_NAME);
    send(new Signal.SendName(from, reserved, Encoded.of(term)));
  }

  void shakeHands(String as, int creation, String cookie, NodeName with) throws IOException {
    shakeHands(as, creation, cookie, with, PASS_THROUGH);
  }

  void shakeHands(String as, int creation, String cookie, NodeName with, Flags offered)
      throws IOException {
    Identity identity =
        new Identity(
            NodeName.of(as), creation, offered, new Cookie(cookie), new Extension(1, "other", 0));
    shakeHands(new Initiator(identity, with, false, new SecureRandom()), identity);
  }

  private void shakeHands(Initiator machine, Identity as) throws IOException {
    this.name = as.name();
    this.creation = as.creation();
    machine.step(new HandshakeInput.Opened(), 0, this::perform);
    while (established == null) {
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      machine.step(new HandshakeInput.Received(packet), 0, this::perform);
    }
    writer = new FrameWriter(established.flags());
    reader =
        new FrameReader(
            established.peer(), established.creation(), established.flags(), Allowance.UNLIMITED);
  }

  private void perform(HandshakeOutput output) {
    switch (output) {
      case HandshakeOutput.Send(byte[] packet) -> write(Framing.HANDSHAKE.packet(packet));
      case Established e -> established = e;
      default -> throw new AssertionError("handshake of " + name + " ended with " + output);
    }
  }

  /// A pid of this peer.
  Pid pid(int id) {
    return new Pid(name.atom(), id, 0, creation);
  }

  /// A reference of this peer.
  Ref ref(int word) {
    return new Ref(name.atom(), creation, word, 2, 3);
  }

  void write(byte... bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new AssertionError("the node closed the connection before all was written", e);
    }
  }

  void send(Signal signal) {
    TermWriter frame = new TermWriter();
    writer.write(signal, frame);
    write(frame.toBytes());
  }

  /// Writes the next piece of a signal that is too long to be written at once.
  void sendNext() {
    TermWriter frame = new TermWriter();
    writer.writeNext(frame, _ -> {});
    write(frame.toBytes());
  }

  /// A whole frame with this content, framed.
  void frame(byte[] body) {
    write(Framing.FRAMES.packet(body));
  }

  /// The next signal from the node; ticks are skipped.
  Signal receive() throws IOException {
    while (true) {
      byte[] frame = new byte[in.readInt()];
      in.readFully(frame);
      switch (reader.read(frame, 0, frame.length)) {
        case Incoming.Tick(), Incoming.Fragment() -> {}
        case Incoming.Signalled(Signal signal) -> {
          return signal;
        }
        case Incoming.Malformed m -> throw new AssertionError("the node wrote " + m);
      }
    }
  }

  /// Monitors a name nobody has, which only a living node answers.
  void askWhetherItLives() throws IOException {
    Ref ref = ref(0);
    send(new Signal.Monitor(pid(1), Atom.of("nobody"), ref));
    if (!(receive() instanceof Signal.Down down) || !down.ref().equals(ref)) {
      throw new AssertionError("no answer to a monitor");
    }
  }

  /// Reads one byte; empty when the node has closed the connection.
  Optional<Byte> readByte() {
    try {
      int read = in.read();
      return read < 0 ? Optional.empty() : Optional.of((byte) read);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the node neither closed the connection nor said a word", e);
    } catch (IOException reset) {
      return Optional.empty();
    }
  }

  /// Writes what it can before the node closes, and no more; then waits until the node closes.
  void writeAll(List<byte[]> packets) throws IOException {
    try {
      for (byte[] packet : packets) {
        out.write(packet);
      }
      socket.shutdownOutput();
    } catch (IOException closed) {
      // A mutant was refused.
    }
    awaitClose();
  }

  /// Waits until the node closes, skipping what it still says.
  void awaitClose() {
    while (readByte().isPresent()) {}
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
