%% The same as CodecMember.java, line by line.
-module(bench_codec).
-export([main/0]).

-define(BURST, 64).

main() ->
    bench_end:run(fun([What, Shape, Seconds]) ->
                          integer_to_list(round(rate(What, Shape, list_to_float(Seconds))))
                  end).

rate("write", Shape, Seconds) ->
    Term = term(Shape),
    repeat(fun() -> term_to_binary(Term) end, Seconds);
rate("read", Shape, Seconds) ->
    Bytes = term_to_binary(term(Shape)),
    repeat(fun() -> binary_to_term(Bytes) end, Seconds).

repeat(How, Seconds) ->
    Begin = now_ns(),
    repeat(How, Begin, Begin + round(Seconds * 1.0e9), 0).

repeat(How, Begin, End, Done) ->
    case now_ns() of
        Now when Now < End ->
            times(?BURST, How),
            repeat(How, Begin, End, Done + ?BURST);
        Now ->
            Done / ((Now - Begin) / 1.0e9)
    end.

times(0, _How) -> ok;
times(Times, How) -> How(), times(Times - 1, How).

term("CALL") ->
    {call, self(), make_ref(),
     {put, <<"key">>,
      #{account => <<"anna">>, amount => 1000000, currency => eur, urgent => true},
      lists:seq(1, 50)}};
term("SMALL") -> {tell, 1000};
term("NUMBERS") -> lists:seq(1000, 1999);
term("TEXTS") -> [iolist_to_binary(io_lib:format("a text of 20 byte ~2..0b", [I])) || I <- lists:seq(0, 99)].

now_ns() -> erlang:monotonic_time(nanosecond).
