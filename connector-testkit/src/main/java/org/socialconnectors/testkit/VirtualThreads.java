package org.socialconnectors.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The virtual threads of this process. They belong to no thread group; a JDK from 21 on lists them, parked ones too, where it dumps
 * its threads, unless the system property {@code jdk.trackAllThreads} is false.
 */
final class VirtualThreads {
    private static final String DIAGNOSTIC = "com.sun.management:type=HotSpotDiagnostic";
    private static final String DUMP = "dumpThreads";
    private static final int FIRST_RELEASE = 21;
    private static final String TEXT = String.class.getName();
    // The form for people, because that for programs says only since JDK 25 which threads are virtual.
    private static final Pattern HEADING = Pattern.compile("(?m)^#\\d+ \".*\" virtual\\b");

    /** Other processes may be at the same. */
    static final String FOLDER = "threads-" + ProcessHandle.current().pid() + "-";

    private VirtualThreads() {}

    /** Whether this JDK tells which there are. */
    static boolean areListed() {
        // Older ones are not asked: to start the JDK's management is slow.
        try {
            return Runtime.version().feature() >= FIRST_RELEASE
                    && Arrays.stream(server().getMBeanInfo(new ObjectName(DIAGNOSTIC))
                                    .getOperations())
                            .anyMatch(operation -> operation.getName().equals(DUMP));
        } catch (InstanceNotFoundException anotherKindOfMachine) {
            return false;
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Those that are alive, by number and name; none where they are not listed. */
    static Set<String> alive() {
        return areListed()
                ? HEADING.matcher(dump())
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    private static String dump() {
        try {
            Path folder = Files.createTempDirectory(FOLDER).toAbsolutePath();
            // A file that is there already is refused.
            Path file = folder.resolve("dump.txt");
            try {
                server().invoke(
                                new ObjectName(DIAGNOSTIC),
                                DUMP,
                                new Object[] {file.toString(), "TEXT_PLAIN"},
                                new String[] {TEXT, TEXT});
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        } catch (JMException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
