package io.tempelhof.bench;

import io.tempelhof.cli.Tempelhof;

/// The program with the command {@code bench} beside all others: {@code ./tempelhof bench}.
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    Tempelhof.run(arguments, new BenchCommand());
  }
}
