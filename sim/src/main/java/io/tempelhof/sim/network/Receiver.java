package io.tempelhof.sim.network;

/// Who reads from one end of an established connection.
public interface Receiver {
  /// A frame came in.
  void read(Frame frame);

  /// The other end closed the connection, or it broke. Called once, never for an end closed here.
  void closed(String reason);
}
