package io.tempelhof.cli;

import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What stands on a command line, read: node names, seeds, addresses, numbers.
final class Arguments {
  private Arguments() {}

  /// Teaches the program, all its commands included, to read node names, seeds and addresses.
  static CommandLine reading(CommandLine program) {
    return program
        .registerConverter(NodeName.class, reader(NodeName::of))
        .registerConverter(Seed.class, reader(Seed::of))
        .registerConverter(Address.class, reader(Address::of));
  }

  private static <T> ITypeConverter<T> reader(Function<String, T> read) {
    return text -> {
      try {
        return read.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /// 0 (any free one) to 65535.
  static final class Ports implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 0, 65535, "no port (0 to 65535)");
    }
  }

  /// A whole number above zero.
  static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1, Integer.MAX_VALUE, "no whole number above 0");
    }
  }

  private static int whole(String text, int least, int greatest, String otherwise) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= greatest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // No number at all is as wrong as one out of range.
    }
    throw new TypeConversionException("\"" + text + "\" is " + otherwise);
  }
}
