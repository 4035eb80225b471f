package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.tempelhof.core.wire.PacketSplitter.Refusal;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final int PIECE = 32 << 10;
  private static final int PIECES = 256;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /// Has nothing to say of its own.
  private static final class Silent implements Connection.Phase {
    @Override
    public boolean packet(byte[] bytes, int from, int to) {
      return true;
    }

    @Override
    public void refused(Refusal refusal) {}

    @Override
    public void paused() {}

    @Override
    public boolean isBusy() {
      return false;
    }

    @Override
    public void more() {}

    @Override
    public void written(long smallBytes, long largeBytes) {}

    @Override
    public void closed(String reason) {}
  }

  @Test
  void whatWaitsForTheSocketWhenItIsClosedStillArrives() throws Exception {
    try (ServerSocket door = new ServerSocket()) {
      door.setReceiveBufferSize(PIECE);
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Channel channel =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.SO_SNDBUF, PIECE)
              .handler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                      channel.pipeline().addLast(new Connection(1, true, channel, new Silent()));
                    }
                  })
              .connect(door.getLocalSocketAddress())
              .sync()
              .channel();
      try (Socket reader = door.accept()) {
        reader.setSoTimeout(20_000);
        Connection connection = channel.pipeline().get(Connection.class);
        connection.loop().submit(() -> sayMuchAndClose(connection)).sync();
        long arrived = reader.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(arrived).isEqualTo((long) PIECE * PIECES);
      }
      assertThat(channel.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void sayMuchAndClose(Connection connection) {
    for (int i = 0; i < PIECES; i++) {
      connection.gather(PIECE).writeZero(PIECE);
    }
    connection.close("enough said");
  }
}
