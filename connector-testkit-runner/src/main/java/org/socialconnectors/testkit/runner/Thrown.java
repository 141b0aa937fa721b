package org.socialconnectors.testkit.runner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;

/**
 * What may be told of something that a connector threw: names of classes and places in its code. The message of a foreign exception
 * may hold anything, and is never told.
 */
final class Thrown {
    /** The name of a connector's class loader; its frames are known by it. */
    static final String LOADER = "connector";

    private static final int LONGEST_CHAIN = 20;
    private static final String NAME = "([\\p{L}_$][\\p{L}\\p{N}_$]*(?:/[\\p{L}_$][\\p{L}\\p{N}_$]*)+)";
    private static final Pattern NOT_FOUND = Pattern.compile(NAME);
    // What the JVM keeps of the failure of an initializer for those who come later.
    private static final Pattern KEPT = Pattern.compile(
            "Exception java\\.lang\\.NoClassDefFoundError: " + NAME + " \\[in thread .*", Pattern.DOTALL);

    private Thrown() {}

    /** What to say if a class was not found. */
    static String missing(String className) {
        return "Class " + className + " is missing: give its jar with --class-path.";
    }

    /** The class that was not found, if that is what is behind it. */
    static Optional<String> missingClass(Throwable thrown) {
        return chain(thrown).stream()
                .flatMap(each -> each instanceof NoClassDefFoundError
                        ? named(NOT_FOUND, each).stream()
                        : each instanceof ExceptionInInitializerError ? named(KEPT, each).stream() : Stream.empty())
                .findFirst();
    }

    private static Optional<String> named(Pattern pattern, Throwable thrown) {
        Matcher matcher = pattern.matcher(String.valueOf(thrown.getMessage()));
        return matcher.matches() ? Optional.of(matcher.group(1).replace('/', '.')) : Optional.empty();
    }

    /** The refusal behind it, whose message is made to be told. */
    static Optional<ConnectorException> refusal(Throwable thrown) {
        return chain(thrown).stream()
                .filter(ConnectorException.class::isInstance)
                .map(ConnectorException.class::cast)
                .findFirst();
    }

    /** The innermost place in the connector's code, such as {@code  at com.acme.Quill.profile(Quill.java:42)}, or nothing. */
    static String place(Throwable thrown) {
        return innermost(thrown, frame -> LOADER.equals(frame.getClassLoaderName()));
    }

    /** The same; but if no place in the connector's code is known, the innermost of all, by which a fault of the kit is found. */
    static String placeAnywhere(Throwable thrown) {
        String place = place(thrown);
        return place.isEmpty() ? innermost(thrown, frame -> true) : place;
    }

    private static String innermost(Throwable thrown, Predicate<StackTraceElement> frames) {
        return chain(thrown).stream()
                .flatMap(each -> Arrays.stream(each.getStackTrace()))
                .filter(frames)
                .findFirst()
                // Without the loader's name
                .map(frame -> " at "
                        + new StackTraceElement(
                                frame.getClassName(),
                                frame.getMethodName(),
                                frame.getFileName(),
                                frame.getLineNumber()))
                .orElse("");
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable each = thrown; each != null && chain.size() < LONGEST_CHAIN; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
