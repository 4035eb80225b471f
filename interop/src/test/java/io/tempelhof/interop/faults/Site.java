package io.tempelhof.interop.faults;

import java.util.List;

/// Where outposts are: one at each of some hosts.
interface Site extends AutoCloseable {
  /// Their names.
  List<String> hosts();

  /// The address of one of them.
  String address(String host);

  /// Where EPMD listens on each.
  int epmdPort();

  /// What to run so that the command runs on that host, as itself.
  List<String> on(String host, String... command);

  @Override
  void close();
}
