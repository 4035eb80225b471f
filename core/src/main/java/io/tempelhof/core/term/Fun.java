package io.tempelhof.core.term;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A fun of a genuine Erlang node. We cannot run it; it travels through us unchanged. Two funs are
/// equal if they are the same piece of the same module version with equal free variables, whichever
/// process made them.
public final class Fun extends Compound implements Term {
  /// Size of the MD5 sum that tells one version of a module from another.
  static final int UNIQ_BYTES = 16;

  private final int arity;
  private final byte[] uniq;
  private final int index;
  private final Atom module;
  private final int oldIndex;
  private final int oldUniq;
  private final Pid creator;

  /// {@code uniq} is the MD5 sum of the module; that array and {@code free} are taken over.
  Fun(
      int arity,
      byte[] uniq,
      int index,
      Atom module,
      int oldIndex,
      int oldUniq,
      Pid creator,
      Term[] free) {
    super(free);
    this.arity = arity;
    this.uniq = uniq;
    this.index = index;
    this.module = module;
    this.oldIndex = oldIndex;
    this.oldUniq = oldUniq;
    this.creator = creator;
  }

  /// How many arguments it takes, 0 to 255.
  public int arity() {
    return arity;
  }

  /// The module it was made in.
  public Atom module() {
    return module;
  }

  /// The process that made it.
  public Pid creator() {
    return creator;
  }

  /// The values it closed over.
  public List<Term> free() {
    return Collections.unmodifiableList(Arrays.asList(slots));
  }

  byte[] uniq() {
    return uniq;
  }

  int index() {
    return index;
  }

  int oldIndex() {
    return oldIndex;
  }

  int oldUniq() {
    return oldUniq;
  }

  int compareHead(Fun other) {
    int order = TermOrder.compareAtoms(module, other.module);
    order = order != 0 ? order : Integer.compare(oldIndex, other.oldIndex);
    order = order != 0 ? order : Integer.compare(oldUniq, other.oldUniq);
    order = order != 0 ? order : Integer.compareUnsigned(index, other.index);
    order = order != 0 ? order : Arrays.compareUnsigned(uniq, other.uniq);
    return order != 0 ? order : Integer.compare(arity, other.arity);
  }

  @Override
  boolean sameHead(Compound other) {
    return other instanceof Fun fun && compareHead(fun) == 0;
  }

  @Override
  int headHash() {
    return 31 * module.hashCode() + index;
  }
}
