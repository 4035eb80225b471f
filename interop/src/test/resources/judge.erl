%% Evaluates one expression a line from standard input and prints its value, so that a test can
%% make a genuine node do and say things. Bindings are kept from line to line.
-module(judge).
-export([main/0, random_terms/2, echo_all/3, flush/0]).

main() ->
    io:setopts([{encoding, unicode}]),
    io:format("ready~n"),
    loop(erl_eval:new_bindings()).

loop(Bindings) ->
    case io:get_line("") of
        eof -> halt(0);
        {error, _} -> halt(1);
        Line -> loop(answer(Line, Bindings))
    end.

answer(Line, Bindings) ->
    try
        {ok, Tokens, _} = erl_scan:string(Line),
        {ok, Expressions} = erl_parse:parse_exprs(Tokens),
        {value, Value, NewBindings} = erl_eval:exprs(Expressions, Bindings),
        io:format("=> ~0tp~n", [Value]),
        NewBindings
    catch
        Class:Reason -> io:format("!! ~0tp~n", [{Class, Reason}]), Bindings
    end.

%% All messages waiting, in order.
flush() ->
    receive M -> [M | flush()] after 0 -> [] end.

%% Sends N random terms to the process To (a pid or {Name, Node}) as {self(), Term}, each back as {_, Term}.
%% Answers ok, or the first that came back different.
echo_all(_To, 0, _Seed) -> ok;
echo_all(To, N, Seed) ->
    rand:seed(exsss, Seed),
    echo_batches(To, N).

echo_batches(_To, 0) -> ok;
echo_batches(To, N) ->
    Batch = min(N, 100),
    Terms = [random_term(rand:uniform(6)) || _ <- lists:seq(1, Batch)],
    [To ! {self(), T} || T <- Terms],
    case compare(Terms) of
        ok -> echo_batches(To, N - Batch);
        Different -> Different
    end.

compare([]) -> ok;
compare([T | Rest]) ->
    receive
        {_, T2} when T2 =:= T -> compare(Rest);
        {_, Other} -> {different, T, Other}
    after 20000 -> {timeout, T}
    end.

random_terms(N, Seed) ->
    rand:seed(exsss, Seed),
    [random_term(rand:uniform(6)) || _ <- lists:seq(1, N)].

random_term(0) -> leaf(rand:uniform(17));
random_term(Depth) ->
    case rand:uniform(14) of
        1 -> list_to_tuple(some(Depth));
        2 -> some(Depth);
        3 -> some(Depth) ++ random_term(0);
        4 -> maps:from_list([{random_term(Depth - 1), random_term(Depth - 1)} || _ <- lists:seq(1, rand:uniform(5))]);
        5 -> list_to_tuple([random_term(0) || _ <- lists:seq(1, few_or_many(300))]);
        6 -> deep(few_or_many(3000), random_term(0));
        7 -> maps:from_list([{K, random_term(0)} || K <- lists:seq(1, few_or_many(60))]);
        _ -> leaf(rand:uniform(17))
    end.

some(Depth) -> [random_term(Depth - 1) || _ <- lists:seq(1, rand:uniform(6) - 1)].

%% Mostly few, now and then many.
few_or_many(Max) -> rand:uniform(case rand:uniform(20) of 1 -> Max; _ -> 8 end).

deep(0, T) -> T;
deep(N, T) ->
    case N rem 3 of
        0 -> deep(N - 1, [T]);
        1 -> deep(N - 1, {T});
        2 -> deep(N - 1, #{deep => T})
    end.

%% A fixed set: a node's atom table is bounded.
random_atoms() ->
    case get(atoms) of
        undefined ->
            Atoms = [list_to_atom([rand:uniform(16#D7FF) || _ <- lists:seq(1, rand:uniform(255))])
                     || _ <- lists:seq(1, 64)],
            put(atoms, Atoms),
            Atoms;
        Atoms -> Atoms
    end.

leaf(1) -> rand:uniform(256) - 1;
leaf(2) -> rand:uniform(1 bsl 32) - (1 bsl 31);
leaf(3) -> rand:uniform(1 bsl 64) - (1 bsl 63);
leaf(4) -> (rand:uniform(1 bsl 300) - (1 bsl 299));
leaf(5) -> rand:normal() * math:pow(10, rand:uniform(600) - 300);
leaf(6) -> lists:nth(rand:uniform(6), [a, 'hello world', '', true, undefined, 'ünïcødé']);
leaf(7) -> lists:nth(rand:uniform(64), random_atoms());

leaf(8) -> rand:bytes(few_or_many(4000) - 1);
leaf(9) -> Bits = rand:uniform(7), <<(rand:bytes(rand:uniform(20)))/binary, (rand:uniform(1 bsl Bits) - 1):Bits>>;
leaf(10) -> self();
leaf(11) -> make_ref();
leaf(12) -> hd(erlang:ports());
leaf(13) -> fun lists:map/2;
leaf(14) -> N = rand:uniform(100), fun(X) -> X + N end;
leaf(15) -> [rand:uniform(256) - 1 || _ <- lists:seq(1, few_or_many(1000))];
leaf(16) -> unicode:characters_to_binary([rand:uniform(16#D7FF) || _ <- lists:seq(1, rand:uniform(30))]);
leaf(17) -> lists:nth(rand:uniform(8), [0.0, [], {}, #{}, <<>>, 1 bsl 2100, -(1 bsl 2050), 1 bsl 27]).
