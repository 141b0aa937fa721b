package org.socialconnectors.testkit.runner;

/** How a run can end; the codes are part of the program's interface. */
enum Ending {
    ALL_RULES_HOLD(0),
    A_RULE_IS_BROKEN(1),
    BAD_ARGUMENTS(2),
    UNUSABLE_JAR(3),
    NO_SUCH_CONNECTOR(4),
    SEVERAL_CONNECTORS(5),
    BROKEN_CONNECTOR(6),
    UNUSABLE_CONFIG(7),
    NOT_FINISHED(8),
    REPORT_NOT_WRITTEN(9),
    FAILURE_OF_THE_RUNNER(10),
    RULES_LEFT_OUT(11);

    private final int code;

    Ending(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
