#!/usr/bin/env escript
%% -*- erlang -*-
%%! +pc latin1
%% Judges terms: judge.escript MODE IN OUT. Both files are rows of Length:32, Bytes.
-mode(compile).

main([Mode, In, Out]) ->
    {ok, Bytes} = file:read_file(In),
    Rows = [Row || <<Length:32, Row:Length/binary>> <= Bytes],
    Answers = judge(Mode, Rows),
    ok = file:write_file(Out, [[<<(iolist_size(A)):32>>, A] || A <- Answers]).

%% What a genuine node makes of the terms and sends back.
judge("encode", Rows) ->
    [encoded(binary_to_term(Row)) || Row <- Rows];
%% The rows in the order of their terms.
judge("sort", Rows) ->
    [Row || {_, Row} <- lists:sort(fun({A, _}, {B, _}) -> A =< B end,
                                   [{binary_to_term(Row), Row} || Row <- Rows])];
%% Each row against the next one: < = > for the order, and whether they are the same.
judge("compare", Rows) ->
    Terms = [binary_to_term(Row) || Row <- Rows],
    [[if A < B -> "<"; A > B -> ">"; true -> "=" end, if A =:= B -> "="; true -> "/" end]
     || {A, B} <- lists:zip(lists:droplast(Terms), tl(Terms))];
judge("print", Rows) ->
    [unicode:characters_to_binary(io_lib:format("~0tp", [binary_to_term(Row)])) || Row <- Rows];
%% What a text means: an expression, as erl_parse:parse_term takes no funs and few binaries.
judge("parse", Rows) ->
    [encoded(value(unicode:characters_to_list(Row))) || Row <- Rows].

value(Text) ->
    {ok, Words, _} = erl_scan:string(Text ++ "."),
    {ok, Expressions} = erl_parse:parse_exprs(Words),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    Value.

encoded(Term) ->
    term_to_binary(Term, [{minor_version, 2}]).
