package io.bellwether.node.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers a question from the cache, or computes the answer and keeps it. */
final class CacheOption {
    @Option(
            names = "--no-cache",
            description =
                    "compute anew; otherwise answers are kept in $XDG_CACHE_HOME/bellwether, by"
                            + " question and version")
    private boolean noCache;

    /** The answer to the command line of this command. */
    String answer(CommandSpec spec, Supplier<String> compute) {
        return answer(spec, question(spec), compute);
    }

    /** The answer to a question of one's own wording. */
    String answer(CommandSpec spec, String question, Supplier<String> compute) {
        Optional<AnswerCache> cache = noCache ? Optional.empty() : cache(spec);
        Optional<String> found = cache.flatMap(open -> find(spec, open, question));
        if (found.isPresent()) {
            return found.get();
        }
        String answer = compute.get();
        cache.ifPresent(open -> keep(spec, open, question, answer));
        return answer;
    }

    private static Optional<AnswerCache> cache(CommandSpec spec) {
        try {
            return AnswerCache.ofUser();
        } catch (IOException e) {
            warn(spec, e);
            return Optional.empty();
        }
    }

    private static Optional<String> find(CommandSpec spec, AnswerCache cache, String question) {
        try {
            return cache.find(question);
        } catch (IOException e) {
            warn(spec, e);
            return Optional.empty();
        }
    }

    private static void keep(CommandSpec spec, AnswerCache cache, String question, String answer) {
        try {
            cache.keep(question, answer);
        } catch (IOException e) {
            warn(spec, e);
        }
    }

    private static void warn(CommandSpec spec, IOException failure) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bellwether: the cache of answers cannot be used: " + failure);
        err.flush();
    }

    /** Command and arguments as they were given. */
    static String question(CommandSpec spec) {
        List<String> arguments = spec.commandLine().getParseResult().originalArgs();
        return spec.name() + '\n' + String.join("\n", arguments);
    }
}
