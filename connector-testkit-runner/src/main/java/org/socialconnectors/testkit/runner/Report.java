package org.socialconnectors.testkit.runner;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.socialconnectors.testkit.runner.RuleResult.Verdict;

/**
 * What there is to report of a run.
 *
 * @param connector the connector's ID
 * @param jar the name of its jar
 * @param notes what a reader has to know about the run as a whole
 * @param results one for each rule; if nobody can sign in, it begins with the rule that says so, because others follow from it
 */
record Report(String connector, String jar, List<String> notes, List<RuleResult> results) {
    private static final String SIGN_IN = "S18";

    Report {
        notes = List.copyOf(notes);
        results = results.stream()
                .sorted(Comparator.comparing(each -> !isSignInBroken(each)))
                .toList();
    }

    private static boolean isSignInBroken(RuleResult result) {
        return result.rule().equals(SIGN_IN) && result.verdict() == Verdict.BROKEN;
    }

    /** Where to begin, if many rules are broken by what lets nobody sign in. */
    Optional<String> beginning() {
        return results.stream().filter(Report::isSignInBroken).findFirst().flatMap(signIn -> {
            long alike = results.stream()
                    .filter(each ->
                            each.verdict() == Verdict.BROKEN && each.why().equals(signIn.why()))
                    .count();
            return alike == 1
                    ? Optional.empty()
                    : Optional.of("Begin with " + SIGN_IN + ": " + alike + " of the " + count(Verdict.BROKEN)
                            + " broken rules fail for the same reason.");
        });
    }

    long count(Verdict verdict) {
        return results.stream().filter(each -> each.verdict() == verdict).count();
    }

    boolean isConformant() {
        return ending() == Ending.ALL_RULES_HOLD;
    }

    /** How the run ended that this reports, if it came to its end. */
    Ending ending() {
        if (count(Verdict.BROKEN) > 0 || count(Verdict.HOLDS) == 0) {
            return Ending.A_RULE_IS_BROKEN;
        }
        return count(Verdict.NOT_RUN) > 0 ? Ending.RULES_LEFT_OUT : Ending.ALL_RULES_HOLD;
    }

    String summary() {
        return connector + ": " + count(Verdict.HOLDS) + " of " + results.size() + " rules hold, "
                + count(Verdict.BROKEN) + " broken, " + count(Verdict.NOT_RUN) + " not run"
                + (count(Verdict.UNKNOWABLE) == 0 ? "" : ", " + count(Verdict.UNKNOWABLE) + " unknown on this system");
    }
}
