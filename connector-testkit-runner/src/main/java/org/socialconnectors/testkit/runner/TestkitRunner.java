package org.socialconnectors.testkit.runner;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The program: {@code java -jar connector-testkit-runner.jar my-connector.jar}. Whatever the connector does, the program ends
 * within its time limit, and with zero only if all rules that apply were run and hold.
 */
@Command(
        name = "connector-testkit-runner",
        mixinStandardHelpOptions = true,
        version = "connector-testkit-runner, Social Connectors",
        description = "Runs the conformance rules against the connector in a jar.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rules hold",
            "1:a rule is broken",
            "2:bad arguments",
            "3:the jar, or one of --class-path, is missing, is not a jar, or is a directory of jars without its /*",
            "4:no connector, or none with this ID, is in the jar",
            "5:several connectors are in the jar, and --id is missing",
            "6:the connector cannot be loaded",
            "7:the configuration file, or the configuration made from it, is not valid",
            "8:the run did not come to its end: time limit, or the connector ended the program",
            "9:a report cannot be written",
            "10:the runner itself failed",
            "11:all rules that were run hold, but those for OAuth were left out: there is no provider in --config"
        })
public final class TestkitRunner implements Callable<Integer> {
    private static final int DEFAULT_SECONDS = 120;
    private static final int MOST_SECONDS = 3600;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "JAR", description = "The connector's jar.")
    private Path jar = Path.of("");

    @Option(names = "--id", paramLabel = "ID", description = "The connector's ID, if several are in the jar.")
    private @Nullable String id;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "What to know about the connector and its provider, as JSON.")
    private @Nullable Path config;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description =
                    "Jars that the connector needs and does not bundle, separated as for java; DIR/* for all jars.")
    private @Nullable String classPath;

    @Option(
            names = "--no-oauth",
            description = "The connector speaks no OAuth, so the rules for any connector are all there are for it.")
    private boolean noOauth;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes a report as HTML.")
    private @Nullable Path html;

    @Option(names = "--junit-xml", paramLabel = "FILE", description = "Writes a report as JUnit XML.")
    private @Nullable Path junitXml;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes a report as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "" + DEFAULT_SECONDS,
            description = "The longest that the run may take (default: ${DEFAULT-VALUE}).")
    private int seconds = DEFAULT_SECONDS;

    private TestkitRunner() {}

    /**
     * Runs the program.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        // Not System.out and System.err: a connector may hold their locks for ever.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        // A connector that calls System.exit must not decide how the run ended.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            err.println("The run was broken off, from outside or by the connector.");
                            Runtime.getRuntime().halt(Ending.NOT_FINISHED.code());
                        },
                        "broken-off"));
        int code = run(out, err, arguments);
        out.flush();
        err.flush();
        // Not exit: threads and shutdown hooks that a connector left must not hold the program up.
        Runtime.getRuntime().halt(code);
    }

    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    /** All that the program does, but for what it does to its process; answers the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new TestkitRunner());
        CommandLine.IParameterExceptionHandler usual = command.getParameterExceptionHandler();
        return command.setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, parsed) -> usual.handleParseException(oneJar(wrong), parsed))
                .setExecutionExceptionHandler((thrown, ended, parsed) -> {
                    if (thrown instanceof EndedException foreseen) {
                        err.println(Printable.text(String.valueOf(foreseen.getMessage())));
                        return foreseen.ending().code();
                    }
                    err.println("The runner failed: " + thrown.getClass().getName());
                    return Ending.FAILURE_OF_THE_RUNNER.code();
                })
                .execute(arguments);
    }

    /** A shell has turned an unquoted wildcard into several arguments. */
    private static CommandLine.ParameterException oneJar(CommandLine.ParameterException wrong) {
        return wrong instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? new CommandLine.ParameterException(
                        wrong.getCommandLine(),
                        "One jar is expected, the connector's, but there is "
                                + unmatched.getUnmatched().get(0)
                                + " too. Name the jars that it needs with --class-path, and quote a wildcard:"
                                + " --class-path 'lib/*'.")
                : wrong;
    }

    @Override
    public Integer call() throws EndedException, InterruptedException {
        CommandLine command = spec().commandLine();
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new CommandLine.ParameterException(
                    command, "--time-limit is a number of seconds from 1 to " + MOST_SECONDS + ".");
        }
        List<Path> taken = new ArrayList<>(whatIsRead());
        for (Path report : reports()) {
            if (taken.stream().anyMatch(file -> isSame(report, file))) {
                throw new CommandLine.ParameterException(command, "The report would take the place of " + report + ".");
            }
            taken.add(report);
        }
        for (Path report : reports()) {
            // Before anything else: the run must not be in vain, and no earlier run's report be taken for its own.
            write(report, "");
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        RunnerConfig said = config == null ? RunnerConfig.empty() : RunnerConfig.read(config);
        if (noOauth && said.provider().isPresent()) {
            throw new CommandLine.ParameterException(
                    command, "Either --no-oauth or a \"provider\" in " + config + ": the rules for OAuth ask it.");
        }
        ConnectorJar connectorJar = ConnectorJar.of(jar, classPath);
        Results results = new Results(RuleBook.read(), command.getErr());
        Run run = new Run(results);
        Optional<String> brokenOff;
        Subject subject = loaded(run, connectorJar, said, deadline);
        try {
            run.rules(subject, remaining(deadline));
            brokenOff = Optional.empty();
        } catch (TimeoutException late) {
            brokenOff = Optional.of("The rules did not come to their end within " + seconds + " s.");
        } catch (ExecutionException broken) {
            brokenOff = Optional.of("The run broke off: " + cause(broken) + ".");
        }
        brokenOff.ifPresent(results::breakOff);
        List<String> notes = new ArrayList<>();
        results.missingClasses().forEach(name -> notes.add(Thrown.missing(name)));
        brokenOff.ifPresent(notes::add);
        if (noOauth) {
            notes.add("By --no-oauth the rules for any connector are all there are for this one.");
        } else if (said.provider().isEmpty()) {
            results.leaveOutOAuth();
        }
        if (subject.providerAsked().get()) {
            notes.add(
                    "The connector asked its provider for something, and nobody answered. One that cannot begin a sign-in"
                            + " without an answer can be tested only with a \"provider\" in the --config file.");
        }
        Report report = new Report(subject.connector().id(), String.valueOf(jar.getFileName()), notes, results.all());
        ReportWriter.table(report, command.getOut());
        write(html, ReportWriter.html(report));
        write(junitXml, ReportWriter.junitXml(report));
        write(json, ReportWriter.json(report));
        if (brokenOff.isPresent()) {
            return Ending.NOT_FINISHED.code();
        }
        return report.ending().code();
    }

    private Subject loaded(Run run, ConnectorJar connectorJar, RunnerConfig said, long deadline)
            throws EndedException, InterruptedException {
        try {
            ConnectorJar.Found found = run.within(remaining(deadline), () -> connectorJar.find(id));
            return new Subject(found, said, DerivedConfiguration.complete(found.schema(), said));
        } catch (TimeoutException late) {
            throw new EndedException(
                    Ending.NOT_FINISHED,
                    "The connector was not loaded within " + seconds + " s; it is in " + late.getMessage() + ".");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof EndedException ended) {
                throw ended;
            }
            throw new EndedException(Ending.BROKEN_CONNECTOR, "The connector cannot be loaded: " + cause(failed) + ".");
        }
    }

    private static String cause(ExecutionException thrown) {
        return Optional.ofNullable(thrown.getCause())
                .map(cause -> cause.getClass().getName())
                .orElse("unknown");
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private List<Path> reports() {
        return Stream.of(html, junitXml, json).flatMap(Stream::ofNullable).toList();
    }

    private List<Path> whatIsRead() {
        List<Path> read = new ArrayList<>(
                Stream.of(jar, config).flatMap(Stream::ofNullable).toList());
        try {
            ConnectorJar.entries(classPath).map(Path::of).forEach(read::add);
        } catch (InvalidPathException toldLater) {
            // No report can take the place of what is no file.
        }
        return read;
    }

    private static boolean isSame(Path report, Path file) {
        try {
            return report.toAbsolutePath()
                            .normalize()
                            .equals(file.toAbsolutePath().normalize())
                    || Files.isSameFile(report, file);
        } catch (IOException missing) {
            return false;
        }
    }

    private static void write(@Nullable Path file, String text) throws EndedException {
        if (file != null) {
            try {
                Files.writeString(file, text);
            } catch (IOException unwritable) {
                throw new EndedException(
                        Ending.REPORT_NOT_WRITTEN, file + " cannot be written" + reason(file, unwritable) + ".");
            }
        }
    }

    /** As far as the type of the exception tells; its message is the system's. */
    static String reason(Path file, IOException unwritable) {
        if (Files.isDirectory(file)) {
            return ": it is a directory";
        }
        if (unwritable instanceof NoSuchFileException) {
            return ": its directory does not exist";
        }
        return unwritable instanceof AccessDeniedException ? ": there is no permission" : "";
    }

    private CommandLine.Model.CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("only picocli runs this");
        }
        return spec;
    }
}
