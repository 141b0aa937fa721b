package org.socialconnectors.checks.interop;

import java.io.IOException;
import org.socialconnectors.checks.interop.Browser.Page;
import org.socialconnectors.core.signin.SignInRequest;

/**
 * A provider that others wrote, and its pages. It knows ada, whose e-mail address is verified, and eve, whose address is not; and the
 * same clients wherever it runs.
 */
interface RunningProvider extends AutoCloseable {
    String issuer();

    /** The secret of the client {@code confidential client}. */
    String secret();

    /** How the path of the published keys ends. */
    String keysPath();

    /** What a sign-in has to ask for so that a refresh token is issued. */
    default SignInRequest.Builder refreshable(SignInRequest.Builder request) {
        return request;
    }

    /** Answers the pages up to the callback as a person does who wants to sign in. */
    Page signIn(Browser browser, Page first, String person) throws IOException, InterruptedException;

    /** Answers the pages as a person does who changes their mind. */
    Page decline(Browser browser, Page first, String person) throws IOException, InterruptedException;

    /** Answers the pages after the address for signing out. */
    Page signOut(Browser browser, Page first) throws IOException, InterruptedException;

    /** Answers the pages for a device, up to the last. */
    void allowDevice(Browser browser, Page first, String person) throws IOException, InterruptedException;

    /** Signs with another key from now on. */
    void rotateKey() throws IOException, InterruptedException;

    @Override
    void close();
}
