package org.socialconnectors.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_CONFIGURATION, ADMINISTRATOR, false, false",
        "INVALID_REQUEST, CALLER, false, false",
        "SIGN_IN_NOT_PENDING, USER, false, true",
        "ACCESS_DENIED, USER, false, true",
        "ISSUER_MISMATCH, PROVIDER, false, true",
        "PROVIDER_ERROR, PROVIDER, false, true",
        "INVALID_RESPONSE, PROVIDER, false, true",
        "INVALID_ID_TOKEN, PROVIDER, false, true",
        "IDENTITY_MISMATCH, PROVIDER, false, true",
        "PROVIDER_UNAVAILABLE, PROVIDER, false, true",
        "STORE_UNAVAILABLE, FRAMEWORK, true, false",
        "CAPACITY_EXCEEDED, FRAMEWORK, true, false",
        "CONNECTOR_FAILURE, FRAMEWORK, false, false",
        "UNSUPPORTED, CALLER, false, false"
    })
    void every_code_says_who_acts_and_whether_to_repeat_the_call_or_the_sign_in(
            ErrorCode code, Fault fault, boolean retryable, boolean restart) {
        assertEquals(fault, code.fault());
        assertEquals(retryable, code.retryable());
        assertEquals(restart, code.restart());
    }

    @Test
    void codes_are_stable_so_that_a_host_may_store_them() {
        assertEquals(
                List.of(
                        "INVALID_CONFIGURATION",
                        "INVALID_REQUEST",
                        "SIGN_IN_NOT_PENDING",
                        "ACCESS_DENIED",
                        "ISSUER_MISMATCH",
                        "PROVIDER_ERROR",
                        "INVALID_RESPONSE",
                        "INVALID_ID_TOKEN",
                        "IDENTITY_MISMATCH",
                        "PROVIDER_UNAVAILABLE",
                        "STORE_UNAVAILABLE",
                        "CAPACITY_EXCEEDED",
                        "CONNECTOR_FAILURE",
                        "UNSUPPORTED"),
                Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void no_code_asks_for_the_same_call_and_for_a_new_sign_in_at_once(ErrorCode code) {
        assertFalse(code.retryable() && code.restart());
    }

    @Test
    void the_labels_of_details_are_short_and_differ() {
        List<String> labels = Arrays.stream(Detail.values()).map(Detail::label).toList();

        assertEquals(labels.size(), labels.stream().distinct().count());
        assertEquals(
                List.of(),
                labels.stream().filter(label -> !label.matches("[a-z_]{1,20}")).toList());
    }
}
