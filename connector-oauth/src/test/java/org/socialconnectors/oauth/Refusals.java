package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;

/** Expects a refusal by its code. */
final class Refusals {
    private Refusals() {}

    static ConnectorException assertRefused(ErrorCode code, Executable call) {
        ConnectorException refusal = assertThrows(ConnectorException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }
}
