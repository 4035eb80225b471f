package io.tempelhof.net;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.signal.Signal;
import java.util.concurrent.Executor;

/// What an {@link AssociationDriver} needs of the node around it. All methods are called by one
/// thread at a time, while the driver drains, and must not block. While a connection is in use that
/// thread is its executor's. What each of them asks for is told in detail by the {@link
/// AssociationOutput} of the same name. A connection that is not known any more is no error: it is
/// ignored.
interface AssociationEdge {
  /// Nanoseconds: never negative, never going back while the node lives.
  long now();

  /// Where the signals of this connection are read and written: one thread.
  Executor executor(long connection);

  /// What was seen on this connection so far.
  Traffic traffic(long connection);

  void connect(long request);

  void takeByway(long request);

  /// Adds the signal to the burst. Its {@link io.tempelhof.core.association.SignalSize} is to be
  /// reported to {@link AssociationDriver#written} when the socket has taken it, or never will.
  void write(long connection, Signal signal);

  /// Adds the message to the burst.
  void tell(long connection, AssociationMessage message);

  void relay(AssociationMessage message);

  void quiet(long connection, boolean quiet);

  /// Adds a tick to the burst, or a heartbeat of the overlay.
  void tick(long connection);

  /// The burst is complete: hand it to the socket.
  void flush(long connection);

  void openGate(long connection);

  /// Closes the connection behind what was written, flushed or not. From this call on nothing that
  /// is read from it may be delivered.
  void shut(long connection, String reason);

  void up(long connection, int creation, boolean extended, boolean dialled);

  void gone(long connection, boolean graceful, String reason);

  void unused(long connection, String reason);

  void deliver(Signal signal);

  void dropped(int signals, String reason);

  /// {@link AssociationDriver#wake} is to be called then. Replaces the time given before.
  void wakeAt(long deadline);

  /// The driver takes nothing more: the next to have something for that node makes a new one.
  void retired();

  /// The same because of a defect in this program; the connections of that node are of no more use.
  void failed(RuntimeException defect);
}
