package io.tempelhof.net;

import io.netty.util.NetUtil;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.epmd.EpmdClient;
import io.tempelhof.net.epmd.EpmdEntry;
import io.tempelhof.net.epmd.EpmdException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Finds where a node's listener is, by DNS and EPMD. Nothing here blocks its caller.
final class Locator {
  private static final Duration EPMD_TIMEOUT = Duration.ofSeconds(5);

  // The platform's resolver blocks its thread, which a virtual one would not let go of.
  private static final Executor DNS = Thread.ofPlatform().daemon().name("tempelhof-dns")::start;

  private final EpmdClient epmd;

  Locator(EpmdClient epmd) {
    this.epmd = epmd;
  }

  /// Where to reach the node: at that address, or where the EPMD of its host says. Never completes
  /// exceptionally.
  CompletableFuture<Location> locate(NodeName node, @Nullable Address address) {
    CompletableFuture<Location> found =
        address != null
            ? resolve(address.host())
                .thenApply(host -> new Location.At(new InetSocketAddress(host, address.port())))
            : resolve(node.host()).thenCompose(host -> ask(host, node.name()));
    return found.exceptionally(Locator::nowhere);
  }

  private CompletableFuture<Location> ask(InetAddress host, String name) {
    return epmd.lookup(host, name, EPMD_TIMEOUT).thenApply(entry -> listener(host, name, entry));
  }

  private static Location listener(InetAddress host, String name, Optional<EpmdEntry> entry) {
    return entry
        .<Location>map(node -> new Location.At(new InetSocketAddress(host, node.port())))
        .orElseGet(
            () -> new Location.Nowhere(DialFailure.REFUSED, "its EPMD knows no node " + name));
  }

  private static Location nowhere(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    DialFailure failure =
        cause instanceof EpmdException epmd && epmd.kind() == EpmdException.Kind.REFUSED
            ? DialFailure.REFUSED
            : DialFailure.TIMEOUT;
    return new Location.Nowhere(failure, String.valueOf(cause.getMessage()));
  }

  private static CompletableFuture<InetAddress> resolve(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    try {
      if (literal != null) {
        return CompletableFuture.completedFuture(InetAddress.getByAddress(literal));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + literal.length + " bytes", e);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return InetAddress.getByName(host);
          } catch (UnknownHostException e) {
            throw new CompletionException(
                new UnknownHostException("host " + host + " cannot be resolved"));
          }
        },
        DNS);
  }
}
