package io.tempelhof.ops.http;

/// Where a dashboard listens and what it allows.
///
/// @param host a name or an address of this machine
/// @param port 0 for any free one
/// @param orNext if the port is taken, one of the next 100 will do
/// @param control whether its users may kill processes
public record DashboardOptions(String host, int port, boolean orNext, boolean control) {
  /// Where dashboards listen unless told otherwise.
  public static final int DEFAULT_PORT = 8400;

  /// On loopback, port 8400 or the next free one, without control.
  public static final DashboardOptions DEFAULT =
      new DashboardOptions("127.0.0.1", DEFAULT_PORT, true, false);

  /// The same, allowing control or not.
  public DashboardOptions withControl(boolean allowed) {
    return new DashboardOptions(host, port, orNext, allowed);
  }
}
