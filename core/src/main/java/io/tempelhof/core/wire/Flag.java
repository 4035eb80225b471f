package io.tempelhof.core.wire;

/// One capability bit of the distribution handshake (OTP, {@code erl_dist_protocol}, "Distribution
/// Flags"). Bits that are obsolete or never leave an Erlang node have no constant here.
public enum Flag {
  /// The node is visible: {@code global}, {@code pg} and {@code rex} greet it, and it shows in
  /// {@code nodes()}. Without it on either side the connection is a hidden one.
  PUBLISHED(0),
  /// References of three words.
  EXTENDED_REFERENCES(2),
  /// Processes can be monitored by pid.
  DIST_MONITOR(3),
  /// Funs have tags of their own.
  FUN_TAGS(4),
  /// Processes can be monitored by name.
  DIST_MONITOR_NAME(5),
  /// NEW_FUN_EXT.
  NEW_FUN_TAGS(7),
  /// Pids and ports of full width.
  EXTENDED_PIDS_PORTS(8),
  /// EXPORT_EXT.
  EXPORT_PTR_TAG(9),
  /// Bit strings that do not end on a byte.
  BIT_BINARIES(10),
  /// Floats as eight bytes.
  NEW_FLOATS(11),
  /// The group leader protocol carries Unicode.
  UNICODE_IO(12),
  /// Frames have a header with a cache of atoms.
  DIST_HDR_ATOM_CACHE(13),
  /// SMALL_ATOM_EXT.
  SMALL_ATOM_TAGS(14),
  /// Atoms are UTF-8.
  UTF8_ATOMS(16),
  /// Maps.
  MAP_TAG(17),
  /// Creations of 32 bits.
  BIG_CREATION(18),
  /// Messages name their sender (operation 22 in place of 2).
  SEND_SENDER(19),
  /// Any term labels a sequential trace.
  BIG_SEQTRACE_LABELS(20),
  /// Exit reasons travel as payload (operations 24 to 28 in place of 3, 8 and 21).
  EXIT_PAYLOAD(22),
  /// Long messages travel in fragments.
  FRAGMENTS(23),
  /// Handshake version 6.
  HANDSHAKE_23(24),
  /// Unlinking is acknowledged (operations 35 and 36 in place of 4).
  UNLINK_ID(25),
  /// Short for all that is mandatory since OTP 25. OTP's documentation prints bit 36; genuine nodes
  /// use 26.
  MANDATORY_25_DIGEST(26),
  /// Processes can be spawned by request (operations 29 to 32).
  SPAWN(32),
  /// Not a capability: the connecting node asks the accepting one for a name.
  NAME_ME(33),
  /// Pids and references of full width, references of five words.
  V4_NC(34),
  /// Messages can be sent to an alias (operation 33).
  ALIAS(35),
  /// Messages and exits can be sent with priority (operation 37).
  ALTACT_SIG(37);

  private final long mask;

  Flag(int bit) {
    mask = 1L << bit;
  }

  /// The bit in its place.
  long mask() {
    return mask;
  }
}
