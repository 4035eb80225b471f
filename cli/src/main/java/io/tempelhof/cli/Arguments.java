package io.tempelhof.cli;

import io.tempelhof.core.node.NodeInput.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What stands on a command line, read: node names, seeds, addresses, ports.
final class Arguments {
  private Arguments() {}

  /// {@code NAME@HOST}.
  static final class NodeNames implements ITypeConverter<NodeName> {
    @Override
    public NodeName convert(String text) {
      try {
        return NodeName.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /// {@code NODE@HOST} or {@code NODE@HOST:PORT}; without a port EPMD on that host is asked. With a
  /// port, HOST is where the node is dialled as well.
  static final class Seeds implements ITypeConverter<Seed> {
    @Override
    public Seed convert(String text) {
      int colon = text.lastIndexOf(':');
      NodeName whole = new NodeNames().convert(text);
      if (colon < 0 || whole.host().endsWith("]") || isLoneIpv6(whole.host())) {
        return new Seed(whole, null);
      }
      NodeName name = new NodeNames().convert(text.substring(0, colon));
      return new Seed(name, new Addresses().convert(text.substring(text.indexOf('@') + 1)));
    }

    private static boolean isLoneIpv6(String host) {
      return !host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':');
    }
  }

  /// {@code HOST:PORT}.
  static final class Addresses implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 1) {
        throw new TypeConversionException("\"" + text + "\" is not HOST:PORT");
      }
      String host = text.substring(0, colon);
      boolean bracketed = host.startsWith("[") && host.endsWith("]");
      int port = new Ports().convert(text.substring(colon + 1));
      if (port == 0) {
        throw new TypeConversionException("port 0 in \"" + text + "\" cannot be dialled");
      }
      return new Address(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }
  }

  /// 0 (any free one) to 65535.
  static final class Ports implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= 65535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // falls through: not a number is no port either
      }
      throw new TypeConversionException("\"" + text + "\" is no port (0 to 65535)");
    }
  }

  /// A whole number above zero.
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int number = Integer.parseInt(text);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // falls through: not a number is not positive either
      }
      throw new TypeConversionException("\"" + text + "\" is no whole number above 0");
    }
  }
}
