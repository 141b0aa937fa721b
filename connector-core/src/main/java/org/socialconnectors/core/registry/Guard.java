package org.socialconnectors.core.registry;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;

/**
 * Calls code of a connector. Compiled against another version of the API, it throws a LinkageError where nobody expects one;
 * and a language without checked exceptions can throw anything from anywhere.
 */
record Guard(@Nullable String connectorId) {
    <T> T callAndWait(Callable<? extends @Nullable T> call) throws InterruptedException {
        T result;
        try {
            result = call.call();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Throwable thrown) {
            throw failure(thrown);
        }
        if (result == null) {
            throw failure();
        }
        return result;
    }

    <T> T call(Callable<? extends @Nullable T> call) {
        try {
            return callAndWait(call);
        } catch (InterruptedException undeclared) {
            Thread.currentThread().interrupt();
            throw failure(undeclared);
        }
    }

    ConnectorException failure() {
        return builder().build();
    }

    ConnectorException failure(Throwable thrown) {
        if (thrown instanceof ConnectorException itsOwn) {
            return itsOwn;
        }
        if (thrown instanceof VirtualMachineError serious && !(thrown instanceof StackOverflowError)) {
            throw serious;
        }
        return builder().causedBy(thrown).build();
    }

    private ConnectorException.Builder builder() {
        ConnectorException.Builder builder =
                ConnectorException.of(ErrorCode.CONNECTOR_FAILURE, "the connector broke its contract");
        return connectorId == null ? builder : builder.with(Detail.CONNECTOR_ID, connectorId);
    }
}
