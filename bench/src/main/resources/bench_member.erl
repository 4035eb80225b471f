%% One end of a pairing of the latency benchmark: the same as OurMember.java, line by line.
-module(bench_member).
-export([main/0]).

-define(PING_EVERY_MS, 2).
-define(PATIENCE_MS, 60000).

main() ->
    register(bench_echo, spawn(fun echo/0)),
    register(bench_sink, spawn(fun sink/0)),
    io:format("ready~n"),
    serve(<<>>).

%% The binary is made once: nothing but the load runs while pings are timed.
serve(Payload) ->
    case io:get_line("") of
        Line when is_list(Line) ->
            ["run", Other, Bytes, Transfers, Pings] = string:lexemes(string:trim(Line), " "),
            Size = list_to_integer(Bytes),
            Load = case byte_size(Payload) of Size -> Payload; _ -> binary:copy(<<0>>, Size) end,
            run(list_to_atom(Other), Load, list_to_integer(Transfers), Pings =/= "0"),
            serve(Load);
        _ ->
            halt(0)
    end.

echo() ->
    receive {ping, From, Stamp} -> From ! {pong, Stamp} end,
    echo().

sink() ->
    receive {bulk, From, Payload} -> From ! {got, byte_size(Payload)} end,
    sink().

run(Other, Payload, Transfers, Pings) ->
    Self = self(),
    Pinger =
        case Pings of
            true ->
                Listener = spawn(fun() -> Self ! {times, listen([], 0, infinity)} end),
                spawn(fun() -> ping(Listener, Other, 0, now_us()) end);
            false ->
                Self ! {times, []},
                undefined
        end,
    spawn(fun() -> Self ! {moved, move(Other, Payload, Transfers)} end),
    Seconds = receive {moved, S} -> S end,
    Pings andalso (Pinger ! enough),
    Times = receive {times, T} -> T end,
    io:format("~.3f~s~n", [Seconds, [[" ", integer_to_list(Time)] || Time <- Times]]).

%% Sends the large messages, one after another; answers the seconds it took.
move(Other, Payload, Transfers) ->
    Begin = now_us(),
    [begin
         {bench_sink, Other} ! {bulk, self(), Payload},
         receive {got, _} -> ok end
     end || _ <- lists:seq(1, Transfers)],
    (now_us() - Begin) / 1.0e6.

%% Pings until the large messages have arrived.
ping(Listener, Other, Sent, Next) ->
    {bench_echo, Other} ! {ping, Listener, now_us()},
    Now = now_us(),
    After = max(Next + ?PING_EVERY_MS * 1000, Now),
    receive
        enough -> Listener ! {enough, Sent + 1}
    after
        (After - Now) div 1000 -> ping(Listener, Other, Sent + 1, After)
    end.

%% Answers the time of each ping in microseconds.
listen(Times, Expected, Expected) -> Times;
listen(Times, Heard, Expected) ->
    receive
        {pong, Stamp} -> listen([now_us() - Stamp | Times], Heard + 1, Expected);
        {enough, Pings} -> listen(Times, Heard, Pings)
    after
        ?PATIENCE_MS -> exit(ping_not_answered)
    end.

now_us() -> erlang:monotonic_time(microsecond).
