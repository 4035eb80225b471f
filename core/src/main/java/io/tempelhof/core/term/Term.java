package io.tempelhof.core.term;

/// An Erlang term. Terms are immutable; {@code equals} is Erlang's exact equality ({@code =:=}, as
/// of OTP 27: {@code 0.0} and {@code -0.0} differ), {@code toString} is Erlang's syntax.
public sealed interface Term
    permits Atom,
        BigInt,
        Binary,
        BitString,
        Export,
        Fun,
        Int,
        ListTerm,
        MapTerm,
        Nil,
        Pid,
        Port,
        Real,
        Ref,
        Tuple {}
