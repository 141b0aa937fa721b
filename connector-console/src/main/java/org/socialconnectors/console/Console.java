package org.socialconnectors.console;

import java.time.InstantSource;
import java.util.Map;
import org.socialconnectors.console.guice.ConsoleModule;
import org.socialconnectors.console.server.RunningConsole;
import org.socialconnectors.console.setup.Setup;
import org.socialconnectors.console.setup.SetupRefusedException;

/** The program's entry. */
public final class Console {
    private Console() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            RunningConsole running = start(System.getenv(), InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
            running.announcement().forEach(System.out::println);
        } catch (SetupRefusedException refused) {
            refused.lines().forEach(System.err::println);
            System.exit(1);
        }
    }

    /**
     * Starts the program inside this process.
     *
     * @param environment variables as the README describes them
     * @param clock for everything that expires
     * @return the running program, to be closed
     * @throws SetupRefusedException if it cannot start like that; nothing runs then
     */
    public static RunningConsole start(Map<String, String> environment, InstantSource clock) {
        return ConsoleModule.server(Setup.of(environment), clock).start();
    }
}
