package io.tempelhof.core.wire;

/// How much may be held of frames and messages of which only a part has come in. One allowance is
/// shared by many connections, so it is used by several threads.
public interface Allowance {
  /// For connections inside one program, where there is nobody to be wary of.
  Allowance UNLIMITED =
      new Allowance() {
        @Override
        public boolean take(long bytes) {
          return true;
        }

        @Override
        public void give(long bytes) {}
      };

  /// Takes that many bytes; false if so many are not left, and nothing was taken.
  boolean take(long bytes);

  /// Gives back what was taken.
  void give(long bytes);
}
