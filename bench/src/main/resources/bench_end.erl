%% What an end does: it says that it is ready, and obeys one line after another.
-module(bench_end).
-export([run/1]).

%% Obey gets the words of a line, in a process of its own, and answers with what is to be printed.
run(Obey) ->
    io:format("ready~n"),
    serve(Obey).

serve(Obey) ->
    case io:get_line("") of
        Line when is_list(Line) ->
            Self = self(),
            Words = string:lexemes(string:trim(Line), " "),
            spawn(fun() -> Self ! {answer, Obey(Words)} end),
            receive {answer, Answer} -> io:format("~s~n", [Answer]) end,
            serve(Obey);
        _ ->
            halt(0)
    end.
