package io.tempelhof.net.epmd;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Event loops for the tests of one class, and how to wait for what happens on them.
final class Loops implements BeforeAllCallback, AfterAllCallback {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private EventLoopGroup group;

  @Override
  public void beforeAll(ExtensionContext context) {
    group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  EventLoopGroup group() {
    return group;
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  /// Waits until the condition holds.
  static void until(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(TIMEOUT);
    while (!condition.call()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not in time: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
