package io.tempelhof.net;

import io.tempelhof.core.handshake.Acceptor;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.handshake.Extension;
import io.tempelhof.core.handshake.HandshakeInput;
import io.tempelhof.core.handshake.HandshakeOutput;
import io.tempelhof.core.handshake.Identity;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.Framing;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The accepting side of a handshake on a plain socket, for tests that then do what no node would.
final class RawAcceptor {
  private RawAcceptor() {}

  /// The first packet of a dialler: its name.
  static byte[] readName(DataInputStream in) throws IOException {
    byte[] name = new byte[in.readUnsignedShort()];
    in.readFully(name);
    return name;
  }

  /// Shakes hands with the dialler that has said {@code name}.
  static void shakeHands(
      String as, String cluster, byte[] name, DataInputStream in, OutputStream out)
      throws IOException {
    Identity identity =
        new Identity(
            NodeName.of(as),
            5,
            Flags.OFFERED,
            new Cookie(TestCluster.COOKIE),
            new Extension(1, cluster, 0));
    Acceptor machine = new Acceptor(identity, RandomGenerator.getDefault());
    List<HandshakeOutput> outputs = new ArrayList<>();
    machine.step(new HandshakeInput.Opened(), 0, outputs::add);
    machine.step(new HandshakeInput.Received(name), 0, outputs::add);
    machine.step(new HandshakeInput.Answered(Verdict.OK), 0, outputs::add);
    while (true) {
      for (HandshakeOutput output : List.copyOf(outputs)) {
        if (output instanceof HandshakeOutput.Send(byte[] packet)) {
          out.write(Framing.HANDSHAKE.packet(packet));
        } else if (output instanceof HandshakeOutput.Established) {
          return;
        }
      }
      outputs.clear();
      byte[] packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      machine.step(new HandshakeInput.Received(packet), 0, outputs::add);
    }
  }
}
