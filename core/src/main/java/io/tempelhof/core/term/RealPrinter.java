package io.tempelhof.core.term;

/// Prints floats in the fewest digits that read back as the same float, in the notation that takes
/// fewer characters, plain where both are equal (OTP {@code float_to_list(F, [short])}).
final class RealPrinter {
  /// From here on floats are too coarse to be shown as whole numbers.
  private static final double FIRST_COARSE = 0x1p53;

  private RealPrinter() {}

  static String print(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    Decimal decimal = Decimal.of(Math.abs(value));
    return (value < 0 ? "-" : "") + print(decimal, Math.abs(value) < FIRST_COARSE);
  }

  /// The number 0.{@code digits} times ten to the {@code place}, the first and last digit not zero.
  private record Decimal(String digits, int place) {
    /// Takes {@code Double.toString} apart, which prints the shortest digits, but at least two.
    static Decimal of(double value) {
      String text = Double.toString(value);
      int e = text.indexOf('E');
      String mantissa = e < 0 ? text : text.substring(0, e);
      int dot = mantissa.indexOf('.');
      String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
      int first = 0;
      while (all.charAt(first) == '0') {
        first++;
      }
      int last = all.length();
      while (all.charAt(last - 1) == '0') {
        last--;
      }
      int place = dot - first + (e < 0 ? 0 : Integer.parseInt(text.substring(e + 1)));
      return new Decimal(all.substring(first, last), place).inOneDigit(value);
    }

    private Decimal inOneDigit(double value) {
      if (digits.length() != 2) {
        return this;
      }
      int rounded = (Integer.parseInt(digits) + 5) / 10;
      boolean carried = rounded == 10;
      boolean same = Double.parseDouble(rounded + "E" + (place - 1)) == value;
      return same ? new Decimal(carried ? "1" : "" + rounded, carried ? place + 1 : place) : this;
    }
  }

  private static String print(Decimal decimal, boolean fine) {
    String digits = decimal.digits();
    int length = digits.length();
    int place = decimal.place();
    if (place > 0 && place < length) {
      return digits.substring(0, place) + "." + digits.substring(place);
    }
    String exponent = Integer.toString(place - 1);
    int exponentCost = exponent.length() + 1 + (length == 1 ? 2 : 1);
    if (place <= 0 && (place == 0 || 2 - place <= exponentCost)) {
      return "0." + "0".repeat(-place) + digits;
    }
    if (place > 0 && fine && place - length + 2 <= exponentCost) {
      return digits + "0".repeat(place - length) + ".0";
    }
    return digits.charAt(0) + "." + (length == 1 ? "0" : digits.substring(1)) + "e" + exponent;
  }
}
